/** Rows to lock, for what must happen one after the other where a database has several writers. */
import type { Kysely } from 'kysely'
import { steps } from './steps.ts'

const NAMES = ['setup_tokens', 'signing_keys'] as const

type Tables = { locks: { name: string } }

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { table, text } = steps(db)
  await table('locks')
    .addColumn('name', text(64), (c) => c.primaryKey().notNull())
    .execute()
  const locks = db.withTables<Tables>()
  const there = await locks.selectFrom('locks').select('name').execute()
  const missing = NAMES.filter((name) => !there.some((row) => row.name === name))
  for (const name of missing) await locks.insertInto('locks').values({ name }).execute()
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  await steps(db).drop('locks')
}
