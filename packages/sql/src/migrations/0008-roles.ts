/**
 * Roles that are made at run time, and what tells every process that somebody's roles changed: a
 * version, which their access tokens carry, and the instant by which the change is found.
 */
import { type Kysely, sql } from 'kysely'
import { steps } from './steps.ts'

const LOCK = 'access'
type Tables = { locks: { name: string } }

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { column, index, table, text, longText } = steps(db)
  await table('roles')
    .addColumn('name', text(64), (c) => c.primaryKey().notNull())
    .addColumn('description', text(400), (c) => c.notNull())
    .addColumn('permissions', longText, (c) => c.notNull())
    .execute()
  await column('users', 'access_version', sql`integer`, (c) => c.notNull().defaultTo(0))
  await column('users', 'access_changed_at', 'bigint')
  // AccessChangeStore.since
  await index('users_access_changed_at', 'users', ['access_changed_at'])
  // UserDirectory.list
  await index('users_created_at', 'users', ['created_at', 'id'])
  const locks = db.withTables<Tables>()
  const there = locks.selectFrom('locks').select('name').where('name', '=', LOCK)
  if (!(await there.executeTakeFirst()))
    await locks.insertInto('locks').values({ name: LOCK }).execute()
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  const { drop, dropColumn, dropIndex } = steps(db)
  await dropIndex('users_created_at', 'users')
  await dropIndex('users_access_changed_at', 'users')
  await dropColumn('users', 'access_changed_at')
  await dropColumn('users', 'access_version')
  await drop('roles')
  await db.withTables<Tables>().deleteFrom('locks').where('name', '=', LOCK).execute()
}
