import type { Kysely } from 'kysely'
import { dialectOf } from '../shared/dialect.ts'
import { DatabaseProblem } from '../shared/problems.ts'
import type { Schema } from '../shared/schema.ts'
import type { AuditKeys, Parts } from './audit-keys.ts'
import type { AuditChainRow, AuditCheckpointRow } from './audit-rows.ts'

/** Where the chain of the audit log begins and ends. */
export interface ChainHead {
  /** The place of the newest linked event, and its digest. */
  readonly sequence: number
  readonly digest: string
  /** The number of the newest checkpoint. */
  readonly checkpoint: number
  /** The number of the checkpoint that the chain begins after: what was before it was deleted. */
  readonly firstCheckpoint: number
  /** Until then events without a mark are linked: those from before there was a chain. */
  readonly unmarkedUntil: number
}

const partsOf = (head: ChainHead): Parts => [
  'head',
  head.sequence,
  head.digest,
  head.checkpoint,
  head.firstCheckpoint,
  head.unmarkedUntil,
]

const rowOf = (keys: AuditKeys, head: ChainHead): Omit<AuditChainRow, 'lease_owner'> => ({
  name: 'head',
  sequence: head.sequence,
  digest: head.digest,
  checkpoint: head.checkpoint,
  first_checkpoint: head.firstCheckpoint,
  unmarked_until: head.unmarkedUntil,
  mac: keys.sign(partsOf(head)),
})

export const findHead = (db: Kysely<Schema>): Promise<AuditChainRow | undefined> =>
  db.selectFrom('audit_chain').selectAll().where('name', '=', 'head').executeTakeFirst()

/** What a row says, if Latchkey wrote it under the key in use; null otherwise. */
export const readHead = (keys: AuditKeys, row: AuditChainRow | undefined): ChainHead | null => {
  if (!row) return null
  const head = {
    sequence: row.sequence,
    digest: row.digest,
    checkpoint: row.checkpoint,
    firstCheckpoint: row.first_checkpoint,
    unmarkedUntil: row.unmarked_until,
  }
  return keys.signer(row.mac, partsOf(head)) === keys.newest() ? head : null
}

/**
 * Keeps everybody else from changing the chain until the transaction ends, and reads its keys and
 * its end. Throws a DatabaseProblem when Latchkey did not write them.
 */
export const holdChain = async (
  transaction: Kysely<Schema>,
  keys: AuditKeys,
): Promise<{ readonly head: ChainHead; readonly leaseOwner: string | null }> => {
  const locked = transaction.selectFrom('audit_chain').selectAll().where('name', '=', 'head')
  const row = await dialectOf(transaction).locked(locked).executeTakeFirst()
  if (!(await keys.load(transaction))) return brokenChain(KEY_GONE)
  const head = readHead(keys, row) ?? brokenChain(END_GONE)
  return { head, leaseOwner: row?.lease_owner ?? null }
}

export const KEY_GONE = 'the key of its chain is gone'
export const END_GONE = 'the end of its chain is gone or was changed'

export const brokenChain = (why: string): never => {
  throw new DatabaseProblem(
    `The audit log was tampered with: ${why}. Look with "latchkey audit verify", restore what is ` +
      'missing from a backup, or begin a new chain with "latchkey audit restart".',
  )
}

export const addHead = async (db: Kysely<Schema>, keys: AuditKeys, head: ChainHead) => {
  const row = { ...rowOf(keys, head), lease_owner: null }
  await db.insertInto('audit_chain').values(row).execute()
}

export const moveHead = async (db: Kysely<Schema>, keys: AuditKeys, head: ChainHead) => {
  await db.updateTable('audit_chain').set(rowOf(keys, head)).where('name', '=', 'head').execute()
}

/** A signed note of how far the chain had come, which every copy of the log can be compared with. */
export interface Checkpoint {
  readonly number: number
  readonly sequence: number
  readonly digest: string
  readonly at: number
}

const checkpointParts = ({ number, sequence, digest, at }: Checkpoint): Parts => [
  'checkpoint',
  number,
  sequence,
  digest,
  at,
]

export const addCheckpoint = async (db: Kysely<Schema>, keys: AuditKeys, made: Checkpoint) => {
  const row = { ...made, mac: keys.sign(checkpointParts(made)) }
  await db.insertInto('audit_checkpoints').values(row).execute()
}

export const isGenuine = (keys: AuditKeys, row: AuditCheckpointRow): boolean =>
  keys.signer(row.mac, checkpointParts(row)) !== null

export const findCheckpoint = (db: Kysely<Schema>, number: number) =>
  db.selectFrom('audit_checkpoints').selectAll().where('number', '=', number).executeTakeFirst()
