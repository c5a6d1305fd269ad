import type { SecretHash } from '@latchkey/core'
import type { Instant } from '../shared/columns.ts'

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
