/**
 * Runtime settings that were changed: the newest value of each, which every server reads each
 * second, and beside it every value it ever had.
 */
import type { Kysely } from 'kysely'
import { steps } from './steps.ts'

const LOCK = 'settings'
type Tables = { locks: { name: string } }

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { table, text } = steps(db)
  await table('settings')
    .addColumn('name', text(64), (c) => c.primaryKey().notNull())
    .addColumn('value', text(255), (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('updated_by', text(36))
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
  // No foreign key to the user: the history outlives them.
  await table('setting_versions')
    .addColumn('name', text(64), (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('value', text(255), (c) => c.notNull())
    .addColumn('updated_by', text(36))
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('setting_versions_key', ['name', 'version'])
    .execute()
  const locks = db.withTables<Tables>()
  const there = locks.selectFrom('locks').select('name').where('name', '=', LOCK)
  if (!(await there.executeTakeFirst()))
    await locks.insertInto('locks').values({ name: LOCK }).execute()
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  const { drop } = steps(db)
  await drop('setting_versions')
  await drop('settings')
  await db.withTables<Tables>().deleteFrom('locks').where('name', '=', LOCK).execute()
}
