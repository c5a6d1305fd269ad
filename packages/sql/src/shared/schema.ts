import type { InvitationRow } from '../access/invitation-row.ts'
import type { RoleRow } from '../access/role-row.ts'
import type { SetupTokenRow } from '../access/setup-token-row.ts'
import type {
  AuditChainRow,
  AuditCheckpointRow,
  AuditDayRow,
  AuditEventRow,
  AuditKeyRow,
  AuditSubjectKeyRow,
} from '../audit/audit-rows.ts'
import type { MessageRow } from '../mail/message-row.ts'
import type { OtpCodeRow, OtpRequestRow } from '../otp/otp-rows.ts'
import type {
  CredentialRow,
  PasswordHistoryRow,
  PasswordResetRow,
} from '../password/password-rows.ts'
import type { AttemptBudgetRow, LockoutRow } from '../protection/protection-rows.ts'
import type { PreRegistrationRow } from '../registration/pre-registration-row.ts'
import type { ErasedSessionRow, SessionRow, SigningKeyRow } from '../session/session-rows.ts'
import type { BrandLogoRow, SettingRow } from '../settings/setting-row.ts'
import type { ImportRow } from '../transfer/import-row.ts'
import type { AvatarRow, EmailChangeRow, UserRoleRow, UserRow } from '../user/user-rows.ts'

/** A row to take a lock on, for what must happen one after the other and has no row of its own. */
export interface LockRow {
  name: LockName
}

export type LockName = 'setup_tokens' | 'signing_keys' | 'audit_chain' | 'access' | 'settings'

/** Every table, by its name. */
export interface Schema {
  users: UserRow
  user_roles: UserRoleRow
  roles: RoleRow
  credentials: CredentialRow
  password_history: PasswordHistoryRow
  email_changes: EmailChangeRow
  avatars: AvatarRow
  pre_registrations: PreRegistrationRow
  sessions: SessionRow
  erased_sessions: ErasedSessionRow
  password_resets: PasswordResetRow
  otp_requests: OtpRequestRow
  otp_codes: OtpCodeRow
  setup_tokens: SetupTokenRow
  invitations: InvitationRow
  messages: MessageRow
  signing_keys: SigningKeyRow
  audit_events: AuditEventRow
  audit_days: AuditDayRow
  audit_keys: AuditKeyRow
  audit_subject_keys: AuditSubjectKeyRow
  audit_checkpoints: AuditCheckpointRow
  audit_chain: AuditChainRow
  attempt_budgets: AttemptBudgetRow
  lockouts: LockoutRow
  settings: SettingRow
  brand_logos: BrandLogoRow
  setting_versions: SettingRow
  imports: ImportRow
  locks: LockRow
}
