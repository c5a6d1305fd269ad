import { atomically, type Connections } from '../shared/connections.ts'
import type { AuditKeys } from './audit-keys.ts'
import {
  brokenChain,
  findCheckpoint,
  findHead,
  holdChain,
  isGenuine,
  moveHead,
} from './chain-head.ts'

/**
 * Deletes the events up to the newest checkpoint that was signed before `before`, and says in the
 * signed head that the chain begins there; resolves to their number. One checkpoint after the other,
 * each in one transaction: whoever looks at the log finds it whole.
 */
export const cutAuditLog = async (
  connections: Connections,
  keys: AuditKeys,
  before: Date,
): Promise<number> => {
  let deleted = 0
  while (await isDue(connections, before)) deleted += await cutOnce(connections, keys, before)
  await connections.write
    .deleteFrom('audit_subject_keys')
    .where('forgotten_at', '<=', before.getTime())
    .execute()
  return deleted
}

/** Looks beside the writer. */
const isDue = async ({ read }: Connections, before: Date): Promise<boolean> => {
  const head = await findHead(read)
  const next = head && (await findCheckpoint(read, head.first_checkpoint + 1))
  return next !== undefined && next.at <= before.getTime()
}

const cutOnce = ({ write }: Connections, keys: AuditKeys, before: Date): Promise<number> =>
  atomically({ write }, async (transaction) => {
    const { head } = await holdChain(transaction, keys)
    const next = await findCheckpoint(transaction, head.firstCheckpoint + 1)
    if (!next || next.at > before.getTime()) return 0
    if (!isGenuine(keys, next)) brokenChain(`checkpoint ${next.number} was changed`)
    await moveHead(transaction, keys, { ...head, firstCheckpoint: next.number })
    await transaction.deleteFrom('audit_checkpoints').where('number', '<', next.number).execute()
    const { numDeletedRows } = await transaction
      .deleteFrom('audit_events')
      .where('sequence', '<=', next.sequence)
      .executeTakeFirst()
    return Number(numDeletedRows)
  })
