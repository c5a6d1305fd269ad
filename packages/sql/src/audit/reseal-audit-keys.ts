import { atomically, type Connections } from '../shared/connections.ts'
import { type AuditKeys, makeAuditKey, retireAuditKey } from './audit-keys.ts'
import { holdChain, moveHead } from './chain-head.ts'
import { linkAllHeld } from './link-events.ts'
import { resealSubjectKeys } from './subject-keys.ts'

/** How many keys were sealed anew. */
export interface ResealedAuditKeys {
  readonly keys: number
  readonly subjectKeys: number
}

/**
 * Seals the keys of the audit log under the newest secret. The former secret may be in somebody's
 * hands, and what it sealed with it, so the key in use is replaced: whoever knows it cannot make
 * what comes later, nor change what was before without breaking what comes later.
 */
export const resealAuditKeys = async (
  connections: Connections,
  keys: AuditKeys,
  now: Date,
): Promise<ResealedAuditKeys> => {
  const resealed = await replaceKey(connections, keys, now)
  return { keys: resealed, subjectKeys: await resealSubjectKeys(connections, keys.sealer) }
}

/** Links what waits first: soon nobody counts on the marks of the former key. */
const replaceKey = ({ write }: Connections, keys: AuditKeys, now: Date): Promise<number> =>
  atomically({ write }, async (transaction) => {
    const { sealer } = keys
    const { head } = await holdChain(transaction, keys)
    const rows = await transaction.selectFrom('audit_keys').selectAll().execute()
    if (!rows.some(({ sealed_key }) => sealer.needsReseal(sealed_key))) return 0
    const end = await linkAllHeld(transaction, keys, head, now)
    for (const key of rows) {
      const retired = retireAuditKey(sealer, key, now)
      await transaction
        .updateTable('audit_keys')
        .set(retired)
        .where('number', '=', key.number)
        .execute()
    }
    const next = makeAuditKey(sealer, keys.newest() + 1, now)
    await transaction.insertInto('audit_keys').values(next).execute()
    await keys.load(transaction)
    await moveHead(transaction, keys, end)
    return rows.length
  })
