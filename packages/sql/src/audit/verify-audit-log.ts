import type { Kysely } from 'kysely'
import type { Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { type AuditFinding, findingAt, findingIn } from './audit-finding.ts'
import type { AuditKeys } from './audit-keys.ts'
import {
  type ChainHead,
  END_GONE,
  findCheckpoint,
  findHead,
  isGenuine,
  KEY_GONE,
  readHead,
} from './chain-head.ts'
import { unlinkedPages } from './chain-pages.ts'
import { markParts } from './event-parts.ts'
import { type Chain, judgeChain, type Tally } from './judge-chain.ts'
import type { Anchor } from './landmarks.ts'

const MAX_TRIES = 5

interface Options {
  readonly now: Date
  /** A checkpoint that was kept outside the database: proves that nobody put an old one there. */
  readonly anchor?: Anchor | null
}

/** What a look at the audit log found. */
export interface AuditReport extends Readonly<Tally> {
  /** The places of the first and the last event in the chain. */
  readonly from: number
  readonly to: number
  /** Events that wait to be linked. */
  readonly waiting: number
  /** The first thing that is not as it was written; null when all is. */
  readonly finding: AuditFinding | null
}

type Db = Kysely<Schema>

/**
 * Compares every event with what the chain says of it. Reads page by page, beside a server that
 * goes on recording, linking, erasing and cutting. Throws a DatabaseProblem on a foreign key.
 */
export const verifyAuditLog = async (
  { read }: Pick<Connections, 'read'>,
  keys: AuditKeys,
  { now, anchor = null }: Options,
): Promise<AuditReport> => {
  for (let tries = 1; ; tries++) {
    const tally = { events: 0, checkpoints: 0, unmarked: 0, erased: 0 }
    const nothing = { from: 0, to: 0, waiting: 0 }
    const chain = await openChain(read, keys, anchor)
    if ('what' in chain) return { ...tally, ...nothing, finding: chain }
    const { head, first } = chain
    const unlinked = await judgeUnlinked(read, keys, head, now)
    const finding =
      (await judgeChain(read, keys, chain, tally)) ??
      (await findOutside(read, keys, chain)) ??
      unlinked.finding
    const ends = { from: first.sequence + 1, to: head.sequence, waiting: unlinked.waiting }
    if (!finding || tries === MAX_TRIES || !(await wasCut(read, head)))
      return { ...tally, ...ends, finding }
  }
}

const openChain = async (
  db: Db,
  keys: AuditKeys,
  anchor: Anchor | null,
): Promise<Chain | AuditFinding> => {
  if (!(await keys.load(db))) return findingIn(null, KEY_GONE)
  const head = readHead(keys, await findHead(db))
  if (!head) return findingIn(null, END_GONE)
  const first = await findCheckpoint(db, head.firstCheckpoint)
  return first && isGenuine(keys, first)
    ? { head, first, anchor }
    : findingIn(null, `checkpoint ${head.firstCheckpoint} was deleted or changed`)
}

/** Whether events were deleted by their age since `head` was read. */
const wasCut = async (db: Db, head: ChainHead): Promise<boolean> =>
  (await findHead(db))?.first_checkpoint !== head.firstCheckpoint

/** Events below the beginning of the chain, or beyond its end. */
const findOutside = async (
  db: Db,
  keys: AuditKeys,
  { head, first }: Chain,
): Promise<AuditFinding | null> => {
  const events = db.selectFrom('audit_events').selectAll().limit(1)
  const below = await events.where('sequence', '<=', first.sequence).executeTakeFirst()
  if (below) return findingAt(below, 'was put in before the beginning of the chain')
  const beyond = await events
    .where('sequence', '>', head.sequence)
    .orderBy('sequence', 'desc')
    .executeTakeFirst()
  if (!beyond) return null
  const end = readHead(keys, await findHead(db))?.sequence ?? head.sequence
  return (beyond.sequence ?? 0) > end
    ? findingAt(beyond, 'was put in after the end of the chain')
    : null
}

const judgeUnlinked = async (db: Db, keys: AuditKeys, head: ChainHead, now: Date) => {
  let waiting = 0
  for await (const page of unlinkedPages(db)) {
    waiting += page.length
    const forged = page.find((row) => {
      const isOlder = row.mark === null && now.getTime() < head.unmarkedUntil
      return !isOlder && !keys.isFresh(row.mark, markParts(row), now)
    })
    if (forged) return { waiting, finding: findingAt(forged, 'was not recorded by Latchkey') }
  }
  return { waiting, finding: null }
}
