import type { Kysely } from 'kysely'
import type { Schema } from '../shared/schema.ts'
import { type AuditFinding, findingAt, findingIn, missing } from './audit-finding.ts'
import type { AuditKeys } from './audit-keys.ts'
import type { AuditCheckpointRow, AuditEventRow } from './audit-rows.ts'
import type { ChainHead } from './chain-head.ts'
import { checkpointsFrom, linkedPages } from './chain-pages.ts'
import { judgeEvent, type Place } from './judge-event.ts'
import { type Anchor, landmarks } from './landmarks.ts'
import { personsOf, UNMARKED } from './link-events.ts'
import { findSubjectKeys } from './subject-keys.ts'

/** What is as it was written, counted on the way. */
export interface Tally {
  events: number
  checkpoints: number
  /** Events from before the chain began, for which nobody vouches. */
  unmarked: number
  /** Events without some of their personal fields, which Latchkey erased. */
  erased: number
}

/** A chain: its end, the checkpoint that it begins after, and what is known from elsewhere. */
export interface Chain {
  readonly head: ChainHead
  readonly first: AuditCheckpointRow
  readonly anchor: Anchor | null
}

/** Walks along the chain from its beginning to its end; resolves to the first fault. */
export const judgeChain = async (
  db: Kysely<Schema>,
  keys: AuditKeys,
  chain: Chain,
  tally: Tally,
): Promise<AuditFinding | null> => {
  const { head, first } = chain
  const marks = landmarks(keys, checkpointsFrom(db, first.number + 1), chain)
  const begin: Place = { sequence: first.sequence, digest: first.digest, signer: 0 }
  let place = begin
  for await (const page of linkedPages(db, first.sequence, head.sequence)) {
    const subjects = await findSubjectKeys(db, keys.sealer, personsOf(page))
    for (const row of page) {
      if ((row.sequence ?? 0) > place.sequence + 1) return missing(place.sequence + 1)
      const seen = judgeEvent(keys, row, place, subjects)
      const judged = typeof seen === 'string' ? await judgeAgain(db, keys, row, place) : seen
      if (typeof judged === 'string') return findingAt(row, judged)
      place = judged
      count(tally, row)
      const broken = await marks.pass(place)
      if (broken) return broken
    }
  }
  tally.checkpoints = marks.passed()
  if (place.sequence < head.sequence) return missing(place.sequence + 1)
  if (place.digest !== head.digest)
    return findingIn(head.sequence, 'the event here is another than the one that was linked last')
  return marks.end(place)
}

/** Whoever was erased while we looked has fields in the row and no key any more. */
const judgeAgain = async (
  db: Kysely<Schema>,
  keys: AuditKeys,
  { id }: AuditEventRow,
  place: Place,
): Promise<Place | string> => {
  const row = await db
    .selectFrom('audit_events')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return 'was deleted'
  return judgeEvent(keys, row, place, await findSubjectKeys(db, keys.sealer, personsOf([row])))
}

const count = (tally: Tally, row: AuditEventRow): void => {
  tally.events += 1
  if (row.mark === UNMARKED) tally.unmarked += 1
  if (row.erasure !== null) tally.erased += 1
}
