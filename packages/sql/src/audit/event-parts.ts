import type { AuditKeys, Parts } from './audit-keys.ts'
import type { AuditEventRow } from './audit-rows.ts'

/** The two groups of personal fields: about whom an event is, and who caused it from where. */
export const SIDES = ['about', 'origin'] as const
export type Side = (typeof SIDES)[number]

/** An event as `record` writes it, without what the chain adds. */
export type RecordedRow = Omit<
  AuditEventRow,
  'mark' | 'sequence' | 'digest' | 'about_digest' | 'origin_digest' | 'erasure'
>

const plainParts = (row: RecordedRow): Parts => [
  row.id,
  row.at,
  row.action,
  row.resource,
  row.success,
  row.code,
  row.method,
  row.endpoint,
  row.received_at,
  row.processing_time_ms,
]

const sideParts: Readonly<Record<Side, (row: RecordedRow) => Parts>> = {
  about: (row) => [row.user_id, row.session_id, row.metadata],
  origin: (row) => [row.actor_id, row.ip_address, row.user_agent, row.request_id],
}

/** What the digest of a group of personal fields is over. */
export const personalParts = (row: RecordedRow, side: Side): Parts => [
  side,
  row.id,
  ...sideParts[side](row),
]

/** What the mark of an event is over: all that was recorded. */
export const markParts = (row: RecordedRow): Parts => [
  'mark',
  ...plainParts(row),
  ...sideParts.about(row),
  ...sideParts.origin(row),
]

/** What the digest of a linked event is over; `former` is the digest of the event before it. */
export const linkParts = (row: AuditEventRow, former: string): Parts => [
  'link',
  former,
  row.sequence,
  row.mark,
  ...plainParts(row),
  row.about_digest,
  row.origin_digest,
]

/** Whose fields these are; null when they are nobody's. Where no actor is known, the user's. */
export const personOf = (row: RecordedRow, side: Side): string | null =>
  side === 'about' ? row.user_id : (row.actor_id ?? row.user_id)

/** The event without these groups of personal fields. */
export const blanked = <T extends RecordedRow>(row: T, sides: readonly Side[]): T => ({
  ...row,
  ...(sides.includes('about') && { user_id: null, session_id: null, metadata: '{}' }),
  ...(sides.includes('origin') && {
    actor_id: null,
    ip_address: null,
    user_agent: null,
    request_id: null,
  }),
})

/** Says which groups were taken out of a linked event, in a way that only Latchkey can. */
export const erasureOf = (keys: AuditKeys, row: AuditEventRow, sides: readonly Side[]): string =>
  `${sides.join('+')}:${keys.sign(erasureParts(row, sides))}`

/** The groups that Latchkey took out of the event; null when what is there is not of its making. */
export const erasedSides = (keys: AuditKeys, row: AuditEventRow): readonly Side[] | null => {
  if (row.erasure === null) return []
  const [names = '', code = ''] = row.erasure.split(':')
  const sides = SIDES.filter((side) => names.split('+').includes(side))
  const isOurs = keys.signer(code, erasureParts(row, sides)) !== null
  const isBlank = JSON.stringify(blanked(row, sides)) === JSON.stringify(row)
  return isOurs && isBlank ? sides : null
}

const erasureParts = (row: AuditEventRow, sides: readonly Side[]): Parts => [
  'erasure',
  row.id,
  row.digest,
  ...sides,
]
