import type { Instant } from '../shared/columns.ts'

/** An import that has not ended. */
export interface ImportRow {
  /** What is imported, and how. */
  source: string
  id: string
  records: number
  imported: number
  present: number
  refused: number
  report_bytes: number
  report_tail: string
  updated_at: Instant
}
