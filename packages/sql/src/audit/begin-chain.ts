import type { Kysely } from 'kysely'
import { atomically, type Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { takeLock } from '../shared/take-lock.ts'
import { type AuditKeys, makeAuditKey } from './audit-keys.ts'
import { addCheckpoint, addHead, brokenChain, findHead, KEY_GONE } from './chain-head.ts'

/** How long events without a mark are linked, where some are there: nodes of a former version record them. */
const UPGRADE_MS = 24 * 3_600_000

/**
 * Reads the keys of the audit log. Where there are none, makes the first one and begins the chain:
 * of many processes one does. Throws a DatabaseProblem when a chain is there and its key is gone.
 */
export const beginChain = async (
  { read, write }: Connections,
  keys: AuditKeys,
  now: Date,
): Promise<void> => {
  if (await keys.load(read)) return
  await atomically({ write }, async (transaction) => {
    await takeLock(transaction, 'audit_chain')
    if (await keys.load(transaction)) return
    if (await hasChain(transaction)) brokenChain(KEY_GONE)
    await makeChain(transaction, keys, now)
  })
}

/** A first key and the chain of no events. Those that are there were recorded before it. */
export const makeChain = async (
  transaction: Kysely<Schema>,
  keys: AuditKeys,
  now: Date,
): Promise<void> => {
  const at = now.getTime()
  await transaction
    .insertInto('audit_keys')
    .values(makeAuditKey(keys.sealer, 1, now))
    .execute()
  await keys.load(transaction)
  const any = transaction.selectFrom('audit_events').select('id').where('id', '>', '').limit(1)
  const older = await any.executeTakeFirst()
  const digest = keys.sign(['begin', at])
  const unmarkedUntil = older ? at + UPGRADE_MS : at
  await addCheckpoint(transaction, keys, { number: 0, sequence: 0, digest, at })
  const head = { sequence: 0, digest, checkpoint: 0, firstCheckpoint: 0, unmarkedUntil }
  await addHead(transaction, keys, head)
}

const hasChain = async (db: Kysely<Schema>): Promise<boolean> => {
  const linked = db.selectFrom('audit_events').select('id').where('sequence', '>', 0).limit(1)
  return (await findHead(db)) !== undefined || (await linked.executeTakeFirst()) !== undefined
}
