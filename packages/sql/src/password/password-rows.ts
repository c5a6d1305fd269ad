import type { PasswordHash, SecretHash } from '@latchkey/core'
import type { Instant } from '../shared/columns.ts'

export interface CredentialRow {
  user_id: string
  password_hash: PasswordHash
  updated_at: Instant
}

/** A password that a user had before, by the user's credential version at that time. */
export interface PasswordHistoryRow {
  user_id: string
  credential_version: number
  password_hash: PasswordHash
}

export interface PasswordResetRow {
  id: string
  user_id: string
  secret_hash: SecretHash
  created_at: Instant
  expires_at: Instant
}
