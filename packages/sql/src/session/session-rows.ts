import type { EndReason, SecretHash } from '@latchkey/core'
import type { Instant, JsonText } from '../shared/columns.ts'

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

/** An ended session of a user who was deleted: of nobody any more. */
export interface ErasedSessionRow {
  id: string
  revoked_at: Instant
}

export interface SigningKeyRow {
  kid: string
  public_jwk: JsonText
  sealed_private_key: string
  created_at: Instant
  /** From when it signs no more; null while it signs. */
  retired_at: Instant | null
}
