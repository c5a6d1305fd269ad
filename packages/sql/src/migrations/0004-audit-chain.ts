/**
 * Makes the audit log tamper-evident. An event gets its place in a chain after it was committed, so
 * the columns for it are null at first: an act writes its own row and waits for no other. Events
 * from before are found by the same null and linked at the first start.
 */
import type { Kysely } from 'kysely'
import { type Steps, steps } from './steps.ts'

const COLUMNS = [
  ['mark', 64],
  ['digest', 64],
  ['about_digest', 64],
  ['origin_digest', 64],
  ['erasure', 80],
] as const

const INDEXES = ['audit_events_sequence', 'audit_events_user_id', 'audit_events_actor_id'] as const

const LOCK = 'audit_chain'
type Tables = { locks: { name: string } }

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const made = steps(db)
  const { column, index, text } = made
  await column('audit_events', 'sequence', 'bigint')
  for (const [name, length] of COLUMNS) await column('audit_events', name, text(length))
  // What is not linked yet is found by the null in it; no two events have one place.
  await index('audit_events_sequence', 'audit_events', ['sequence'], { isUnique: true })
  // AuditLog.forget
  await index('audit_events_user_id', 'audit_events', ['user_id'])
  await index('audit_events_actor_id', 'audit_events', ['actor_id'])
  await createChain(made)
  const locks = db.withTables<Tables>()
  const there = locks.selectFrom('locks').select('name').where('name', '=', LOCK)
  if (!(await there.executeTakeFirst()))
    await locks.insertInto('locks').values({ name: LOCK }).execute()
}

const createChain = async ({ table, index, text }: Steps): Promise<void> => {
  await table('audit_keys')
    .addColumn('number', 'integer', (c) => c.primaryKey().notNull())
    .addColumn('id', text(16), (c) => c.notNull())
    .addColumn('sealed_key', text(255), (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('retired_at', 'bigint')
    .execute()
  // No foreign key: the key outlives the user, whose events are still there.
  await table('audit_subject_keys')
    .addColumn('user_id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('sealed_key', text(255), (c) => c.notNull())
    .addColumn('forgotten_at', 'bigint')
    .execute()
  // cutAuditLog
  await index('audit_subject_keys_forgotten_at', 'audit_subject_keys', ['forgotten_at'])
  await table('audit_checkpoints')
    .addColumn('number', 'bigint', (c) => c.primaryKey().notNull())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('digest', text(64), (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('mac', text(64), (c) => c.notNull())
    .execute()
  await table('audit_chain')
    .addColumn('name', text(16), (c) => c.primaryKey().notNull())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('digest', text(64), (c) => c.notNull())
    .addColumn('checkpoint', 'bigint', (c) => c.notNull())
    .addColumn('first_checkpoint', 'bigint', (c) => c.notNull())
    .addColumn('unmarked_until', 'bigint', (c) => c.notNull())
    .addColumn('mac', text(64), (c) => c.notNull())
    .addColumn('lease_owner', text(128))
    .execute()
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  const { drop, dropColumn, dropIndex } = steps(db)
  for (const table of ['audit_chain', 'audit_checkpoints', 'audit_subject_keys', 'audit_keys'])
    await drop(table)
  for (const index of INDEXES) await dropIndex(index, 'audit_events')
  for (const [name] of COLUMNS) await dropColumn('audit_events', name)
  await dropColumn('audit_events', 'sequence')
  await db.withTables<Tables>().deleteFrom('locks').where('name', '=', LOCK).execute()
}
