import type { SecretHash } from '@latchkey/core'
import type { Flag, Instant, JsonText } from '../shared/columns.ts'

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
  access_version: number
  /** When the roles last changed; null when they never did. */
  access_changed_at: Instant | null
  /** When the user was imported; null for everybody else. */
  imported_at: Instant | null
}

/** A role on top of `user`, which everybody has. */
export interface UserRoleRow {
  user_id: string
  role: string
}

/** The picture of a user. */
export interface AvatarRow {
  id: string
  user_id: string
  /** In base64. */
  webp: string
  created_at: Instant
}

/** A wish for another address. */
export interface EmailChangeRow {
  id: string
  user_id: string
  session_id: string
  email: string
  email_canonical: string
  code_hash: SecretHash
  wrong_codes: number
  created_at: Instant
  expires_at: Instant
}
