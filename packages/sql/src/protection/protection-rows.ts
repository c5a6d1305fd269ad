import type { Instant, JsonText } from '../shared/columns.ts'

export interface AttemptBudgetRow {
  /** SHA-256 of name and subject: an address that is nobody's is not kept readable. */
  subject_hash: string
  name: string
  used: number
  resets_at: Instant
}

export interface LockoutRow {
  /** SHA-256 of the subject: an address that is nobody's is not kept readable. */
  subject_hash: string
  /** The instants of the window's failures, oldest first. */
  recent: JsonText
  failures_in_row: number
  told_at: Instant | null
  /** When the row may go; null while it disables a password. */
  expires_at: Instant | null
}
