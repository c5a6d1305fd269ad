import { sql } from 'kysely'
import { toDate } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'
import { findCheckpoint, findHead } from './chain-head.ts'

const MOST_WAITING = 10_000

/** How far the chain of the audit log has come, as the database says; `verifyAuditLog` proves it. */
export interface ChainState {
  /** The place of the newest linked event. */
  readonly sequence: number
  /** The newest signed checkpoint. */
  readonly checkpoint: { readonly number: number; readonly sequence: number; readonly at: Date }
  /** Events that wait to be linked: ten thousand stand for as many or more. */
  readonly waiting: number
}

/** The chain of the audit log from outside. */
export interface AuditChainStore {
  /** Resolves to null when there is none, which no server leaves so. */
  state(): Promise<ChainState | null>
}

export const sqlAuditChain = ({ read }: Pick<Connections, 'read'>): AuditChainStore => ({
  state: async () => {
    const head = await findHead(read)
    const last = head && (await findCheckpoint(read, head.checkpoint))
    if (!head || !last) return null
    const { rows } = await sql<{ waiting: number | string }>`
      select count(*) as waiting from
        (select id from audit_events where sequence is null limit ${sql.lit(MOST_WAITING)}) as w`.execute(
      read,
    )
    const { number, sequence, at } = last
    return {
      sequence: head.sequence,
      checkpoint: { number, sequence, at: toDate(at) },
      waiting: Number(rows[0]?.waiting ?? 0),
    }
  },
})
