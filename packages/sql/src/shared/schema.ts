import type {
  AuditAction,
  EndReason,
  MailTemplate,
  MessageState,
  PasswordHash,
  SecretHash,
} from '@latchkey/core'
import type { Flag, Instant, JsonText } from './columns.ts'

export interface UserRow {
  id: string
  email: string
  email_canonical: string
  email_verified: Flag
  first_name: string | null
  last_name: string | null
  username: string | null
  phone: string | null
  locale: string
  preferences: JsonText
  profile_image_url: string | null
  credential_version: number
  disabled_at: Instant | null
  created_at: Instant
  updated_at: Instant
  last_login_at: Instant | null
}

/** A role on top of `user`, which everybody has. */
export interface UserRoleRow {
  user_id: string
  role: string
}

export interface CredentialRow {
  user_id: string
  password_hash: PasswordHash
  updated_at: Instant
}

export interface PreRegistrationRow {
  id: string
  email: string
  email_canonical: string
  password_hash: PasswordHash
  first_name: string | null
  last_name: string | null
  username: string | null
  phone: string | null
  preferences: JsonText
  locale: string
  registration_hash: SecretHash
  link_hash: SecretHash
  code_hash: SecretHash
  wrong_proofs: number
  created_at: Instant
  expires_at: Instant
}

export interface SessionRow {
  id: string
  user_id: string
  amr: JsonText
  secret_hash: SecretHash
  last_hash: SecretHash | null
  rotated_at: Instant | null
  authenticated_at: Instant
  created_at: Instant
  last_used_at: Instant
  refresh_expires_at: Instant
  expires_at: Instant
  revoked_at: Instant | null
  end_reason: EndReason | null
  ip_address: string
  user_agent: string
}

export interface PasswordResetRow {
  id: string
  user_id: string
  secret_hash: SecretHash
  created_at: Instant
  expires_at: Instant
}

/** Ends with the last of its codes. */
export interface OtpRequestRow {
  id: string
  email: string
  email_canonical: string
  user_id: string | null
  locale: string
  request_hash: SecretHash
  wrong_tries: number
  created_at: Instant
  expires_at: Instant
}

export interface OtpCodeRow {
  id: string
  request_id: string
  code_hash: SecretHash
  expires_at: Instant
}

export interface SetupTokenRow {
  id: string
  secret_hash: SecretHash
  expires_at: Instant
}

export interface MessageRow {
  id: string
  template: MailTemplate
  recipient: string
  locale: string
  /** Sealed; null as soon as the message is over. */
  payload: string | null
  state: MessageState
  tries: number
  deferrals: number
  /** Null as soon as the message is over. */
  next_try_at: Instant | null
  expires_at: Instant
  lease_owner: string | null
  leased_until: Instant | null
  reason: string | null
  created_at: Instant
  /** When it was sent, failed or died. */
  finished_at: Instant | null
}

export interface SigningKeyRow {
  kid: string
  public_jwk: JsonText
  sealed_private_key: string
  created_at: Instant
  /** From when it signs no more; null while it signs. */
  retired_at: Instant | null
}

export interface AuditEventRow {
  id: string
  at: Instant
  action: AuditAction
  user_id: string | null
  session_id: string | null
  actor_id: string | null
  resource: string
  success: Flag
  code: string | null
  metadata: JsonText
  /** Null, as the other columns of the origin, for what no request caused. */
  ip_address: string | null
  user_agent: string | null
  request_id: string | null
  method: string | null
  endpoint: string | null
  received_at: Instant | null
  processing_time_ms: number | null
}

export interface AttemptBudgetRow {
  /** SHA-256 of name and subject: an address that is nobody's is not kept readable. */
  subject_hash: string
  name: string
  used: number
  resets_at: Instant
}

/** A row to take a lock on, for what must happen one after the other and has no row of its own. */
export interface LockRow {
  name: LockName
}

export type LockName = 'setup_tokens' | 'signing_keys'

/** Every table, by its name. */
export interface Schema {
  users: UserRow
  user_roles: UserRoleRow
  credentials: CredentialRow
  pre_registrations: PreRegistrationRow
  sessions: SessionRow
  password_resets: PasswordResetRow
  otp_requests: OtpRequestRow
  otp_codes: OtpCodeRow
  setup_tokens: SetupTokenRow
  messages: MessageRow
  signing_keys: SigningKeyRow
  audit_events: AuditEventRow
  attempt_budgets: AttemptBudgetRow
  locks: LockRow
}
