import type { AuditEventRow } from './audit-rows.ts'

/** The first thing that is not as it was written. */
export interface AuditFinding {
  /** The place in the chain where it is, or should be; null outside the chain. */
  readonly sequence: number | null
  readonly eventId: string | null
  readonly at: Date | null
  /** What is wrong: a sentence without its subject when there is an event, else a whole one. */
  readonly what: string
}

export const findingAt = (row: AuditEventRow, what: string): AuditFinding => ({
  sequence: row.sequence,
  eventId: row.id,
  at: new Date(row.at),
  what,
})

export const findingIn = (sequence: number | null, what: string): AuditFinding => ({
  sequence,
  eventId: null,
  at: null,
  what,
})

export const missing = (sequence: number): AuditFinding =>
  findingIn(sequence, 'an event was deleted from here, or moved')
