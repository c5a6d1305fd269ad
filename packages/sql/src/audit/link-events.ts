import type { Kysely } from 'kysely'
import { atomically, type Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { updateAll } from '../shared/update-all.ts'
import { type AuditKeys, hmacOf } from './audit-keys.ts'
import type { AuditEventRow } from './audit-rows.ts'
import {
  addCheckpoint,
  type ChainHead,
  type Checkpoint,
  findCheckpoint,
  holdChain,
  moveHead,
} from './chain-head.ts'
import { countEvents, withIds } from './count-events.ts'
import {
  blanked,
  linkParts,
  markParts,
  personalParts,
  personOf,
  SIDES,
  type Side,
} from './event-parts.ts'
import { writePersonal } from './forget-person.ts'
import { holdSubjectKeys, type SubjectKeys } from './subject-keys.ts'

/** An event from before there was a chain: nobody vouches for it. */
export const UNMARKED = 'unmarked'
/** An event that Latchkey did not record, or that was changed before it was linked. */
export const FORGED = 'forged'

/** Events per transaction. */
export const BATCH = 128
export const CHECKPOINT_MS = 60_000
/** A cut deletes what lies between two checkpoints in one transaction, so that must not be much. */
const CHECKPOINT_EVENTS = 1000

interface Batch {
  readonly now: Date
  readonly limit: number
}

/** What was linked. */
export interface Linked {
  readonly events: number
  /** Events among them that Latchkey did not record. */
  readonly forged: number
  /** Events left alone because the key of their person cannot be opened. */
  readonly unreadable: number
  readonly checkpoint: Checkpoint | null
  /** The end of the chain afterwards. */
  readonly head: ChainHead
}

/**
 * Links up to `limit` events to the chain, in the order of their instants, and signs a checkpoint
 * when one is due. An event that commits late is linked late: its null is what finds it, not its
 * id or instant. Resolves to null, and does nothing, when `owner` is not the one who links.
 */
export const linkEvents = (
  { write }: Pick<Connections, 'write'>,
  keys: AuditKeys,
  { owner, ...batch }: Batch & { readonly owner: string },
): Promise<Linked | null> =>
  atomically({ write }, async (transaction) => {
    const { head, leaseOwner } = await holdChain(transaction, keys)
    return leaseOwner === owner ? linkHeld(transaction, keys, head, batch) : null
  })

/** The same for whoever holds the chain already. */
const linkHeld = async (
  transaction: Kysely<Schema>,
  keys: AuditKeys,
  head: ChainHead,
  { now, limit }: Batch,
): Promise<Linked> => {
  const found = await unlinkedEvents(transaction, limit)
  const subjects = await holdSubjectKeys(transaction, keys.sealer, personsOf(found))
  const readable = found.filter((event) => !isUnreadable(event, subjects))
  const judged = readable.map((event) => judge(keys, event, head, now))
  const { linked, digest } = chain(keys, judged, subjects, head)
  await writeForgotten(transaction, judged, linked)
  await countGenuine(transaction, linked)
  await writeLinks(transaction, linked)
  const moved = { ...head, sequence: head.sequence + linked.length, digest }
  const checkpoint = await checkpointDue(transaction, moved, now)
  const end = checkpoint ? { ...moved, checkpoint: checkpoint.number } : moved
  if (checkpoint) await addCheckpoint(transaction, keys, checkpoint)
  if (checkpoint || linked.length > 0) await moveHead(transaction, keys, end)
  return {
    events: linked.length,
    forged: linked.filter(({ mark }) => mark === FORGED).length,
    unreadable: found.length - readable.length,
    checkpoint,
    head: end,
  }
}

/** Links all there is; resolves to the end of the chain. */
export const linkAllHeld = async (
  transaction: Kysely<Schema>,
  keys: AuditKeys,
  head: ChainHead,
  now: Date,
): Promise<ChainHead> => {
  for (let end = head; ; ) {
    const linked = await linkHeld(transaction, keys, end, { now, limit: BATCH })
    end = linked.head
    if (linked.events === 0) return end
  }
}

const unlinkedEvents = async (db: Kysely<Schema>, limit: number) => {
  const found = await db
    .selectFrom('audit_events')
    .selectAll()
    .where('sequence', 'is', null)
    .limit(limit)
    .execute()
  return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

export const personsOf = (events: readonly AuditEventRow[]): string[] => {
  const ids = events.flatMap((event) => SIDES.map((side) => personOf(event, side)))
  return [...new Set(ids.filter((id) => id !== null))]
}

const isUnreadable = (event: AuditEventRow, subjects: SubjectKeys): boolean =>
  SIDES.some((side) => subjects.get(personOf(event, side) ?? '') === 'unreadable')

/** The event with what its mark proved, which the chain then keeps. */
const judge = (keys: AuditKeys, event: AuditEventRow, head: ChainHead, now: Date) => {
  const isOlder = event.mark === null && now.getTime() < head.unmarkedUntil
  const isGenuine = keys.isFresh(event.mark, markParts(event), now)
  return { ...event, mark: isGenuine ? null : isOlder ? UNMARKED : FORGED }
}

/** Gives each event its place, and a digest over itself and the one before it. */
const chain = (
  keys: AuditKeys,
  events: readonly AuditEventRow[],
  subjects: SubjectKeys,
  head: ChainHead,
) => {
  let former = head.digest
  const linked = events.map((event, index) => {
    const isForgotten = (side: Side) => subjects.get(personOf(event, side) ?? '') === 'forgotten'
    const placed = {
      ...blanked(event, SIDES.filter(isForgotten)),
      sequence: head.sequence + index + 1,
    }
    const about_digest = personalDigest(keys, placed, 'about', subjects)
    const origin_digest = personalDigest(keys, placed, 'origin', subjects)
    const digested = { ...placed, about_digest, origin_digest }
    former = keys.sign(linkParts(digested, former))
    return { ...digested, digest: former }
  })
  return { linked, digest: former }
}

/** Under the person's own key, so that nothing can be learnt from it once that is erased. */
const personalDigest = (
  keys: AuditKeys,
  event: AuditEventRow,
  side: Side,
  subjects: SubjectKeys,
): string => {
  const parts = personalParts(event, side)
  const key = subjects.get(personOf(event, side) ?? '')
  return typeof key === 'object' ? hmacOf(key, parts) : keys.sign(parts)
}

/** What nobody vouches for is in no figure; so a chain that was begun anew counts nothing twice. */
const countGenuine = async (db: Kysely<Schema>, linked: readonly AuditEventRow[]) => {
  const genuine = linked.filter(({ mark }) => mark === null).map(({ id }) => id)
  if (genuine.length > 0) await countEvents(db, withIds(genuine))
}

const writeForgotten = async (
  db: Kysely<Schema>,
  before: readonly AuditEventRow[],
  after: readonly AuditEventRow[],
) => {
  const changed = after.filter(
    ({ user_id, actor_id, ip_address }, index) =>
      user_id !== before[index]?.user_id ||
      actor_id !== before[index]?.actor_id ||
      ip_address !== before[index]?.ip_address,
  )
  if (changed.length > 0) await writePersonal(db, changed)
}

const writeLinks = async (db: Kysely<Schema>, linked: readonly AuditEventRow[]) => {
  const found = await updateAll(db, {
    table: 'audit_events',
    key: 'id',
    columns: {
      sequence: 'bigint',
      digest: 'text',
      about_digest: 'text',
      origin_digest: 'text',
      mark: 'text',
    },
    rows: linked.map((row) => [
      row.id,
      row.sequence,
      row.digest,
      row.about_digest,
      row.origin_digest,
      row.mark,
    ]),
  })
  if (found !== linked.length) throw new Error('an event went away while it was linked')
}

const checkpointDue = async (
  db: Kysely<Schema>,
  { sequence, digest, checkpoint }: ChainHead,
  now: Date,
): Promise<Checkpoint | null> => {
  const last = await findCheckpoint(db, checkpoint)
  const events = sequence - (last?.sequence ?? 0)
  const at = now.getTime()
  if (events === 0 || (events < CHECKPOINT_EVENTS && at < (last?.at ?? 0) + CHECKPOINT_MS))
    return null
  return { number: checkpoint + 1, sequence, digest, at }
}
