import type { Connections } from '../shared/connections.ts'
import type { AuditKeys } from './audit-keys.ts'
import type { AuditChainRow } from './audit-rows.ts'
import {
  brokenChain,
  type Checkpoint,
  END_GONE,
  findCheckpoint,
  findHead,
  KEY_GONE,
} from './chain-head.ts'
import { BATCH, CHECKPOINT_MS, linkEvents } from './link-events.ts'

const PATIENCE_MS = 3_000

interface Options {
  /** Names this process; nobody else ever has the same name. */
  readonly owner: string
  /** How long one who links may leave events lying before another one takes over. */
  readonly patienceMs?: number
}

/** What a round did and saw. */
export interface LinkRound {
  readonly events: number
  readonly forged: number
  readonly unreadable: number
  readonly checkpoints: readonly Checkpoint[]
  /** The end of the chain as it was and is, when it went back: somebody put an old database there. */
  readonly wentBack: { readonly from: number; readonly to: number } | null
}

/** Links what was recorded. One process does; any number may try. */
export interface AuditLinker {
  /** One round: to be called a few times a second. Throws a DatabaseProblem on a broken chain. */
  round(now: Date): Promise<LinkRound>
  /** Lets another process link at once. */
  release(): Promise<void>
}

/**
 * The linker of one process. Its lease is a name in the row of the chain's end, and it lasts while
 * the chain grows: who sees events lie for some seconds beside a chain that stands still takes it
 * over. So no two clocks are compared. Two who both believe to link do no harm: the row is locked.
 */
export const auditLinker = (
  connections: Connections,
  keys: AuditKeys,
  { owner, patienceMs = PATIENCE_MS }: Options,
): AuditLinker => {
  const isPatient = patience(patienceMs)
  const wentBack = memory()
  const hasWork = workFinder(connections)
  const nothing = { events: 0, forged: 0, unreadable: 0, checkpoints: [] }
  return {
    round: async (now) => {
      const { read } = connections
      if (!(await keys.load(read))) brokenChain(KEY_GONE)
      const row = (await findHead(read)) ?? brokenChain(END_GONE)
      const back = wentBack(row)
      if (!(await hasWork(row, now))) {
        isPatient(null)
        return { ...nothing, wentBack: back }
      }
      if (row.lease_owner !== owner) {
        if (row.lease_owner !== null && isPatient(row)) return { ...nothing, wentBack: back }
        if (!(await takeOver(connections, row, owner))) return { ...nothing, wentBack: back }
      }
      return { ...(await linkAll(connections, keys, owner, now)), wentBack: back }
    },
    release: async () => {
      await connections.write
        .updateTable('audit_chain')
        .set({ lease_owner: null })
        .where('name', '=', 'head')
        .where('lease_owner', '=', owner)
        .execute()
    },
  }
}

const linkAll = async (connections: Connections, keys: AuditKeys, owner: string, now: Date) => {
  const sum = { events: 0, forged: 0, unreadable: 0, checkpoints: [] as Checkpoint[] }
  for (;;) {
    const linked = await linkEvents(connections, keys, { owner, now, limit: BATCH })
    if (!linked) return sum
    sum.events += linked.events
    sum.forged += linked.forged
    sum.unreadable = linked.unreadable
    if (linked.checkpoint) sum.checkpoints.push(linked.checkpoint)
    if (linked.events < BATCH) return sum
  }
}

/** Whether an event waits to be linked, or a checkpoint to be signed. */
const workFinder = ({ read }: Connections) => {
  let last: Checkpoint | undefined
  return async (row: AuditChainRow, now: Date): Promise<boolean> => {
    const waiting = read.selectFrom('audit_events').select('id').where('sequence', 'is', null)
    if (await waiting.limit(1).executeTakeFirst()) return true
    if (last?.number !== row.checkpoint) last = await findCheckpoint(read, row.checkpoint)
    if (!last || last.sequence === row.sequence) return false
    return now.getTime() >= last.at + CHECKPOINT_MS
  }
}

const takeOver = async (
  { write }: Connections,
  { lease_owner: holder, sequence }: AuditChainRow,
  owner: string,
): Promise<boolean> => {
  const taken = await write
    .updateTable('audit_chain')
    .set({ lease_owner: owner })
    .where('name', '=', 'head')
    .where('sequence', '=', sequence)
    .where('lease_owner', holder === null ? 'is' : '=', holder)
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}

/** Whether to wait for the one who links: while the chain grows, and for some seconds after. */
const patience = (patienceMs: number) => {
  let watched = { holder: '', sequence: -1, sinceMs: 0 }
  return (row: AuditChainRow | null): boolean => {
    const holder = row?.lease_owner ?? ''
    const sequence = row?.sequence ?? -1
    if (holder !== watched.holder || sequence !== watched.sequence)
      watched = { holder, sequence, sinceMs: performance.now() }
    return performance.now() < watched.sinceMs + patienceMs
  }
}

/** Remembers the end of the chain, which never goes back. */
const memory = () => {
  let end = { sequence: 0, digest: '' }
  return ({ sequence, digest }: AuditChainRow): LinkRound['wentBack'] => {
    const { sequence: from, digest: former } = end
    end = { sequence, digest }
    const isBack = sequence < from || (sequence === from && former !== '' && digest !== former)
    return isBack ? { from, to: sequence } : null
  }
}
