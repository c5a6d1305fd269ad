/** Failed guesses of passwords. No foreign key: an address that is nobody's has a row like any other. */
import type { Kysely } from 'kysely'
import { steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { table, index, text, longText } = steps(db)
  await table('lockouts')
    .addColumn('subject_hash', text(64), (c) => c.primaryKey().notNull())
    .addColumn('recent', longText, (c) => c.notNull())
    .addColumn('failures_in_row', 'integer', (c) => c.notNull())
    .addColumn('told_at', 'bigint')
    .addColumn('expires_at', 'bigint')
    .execute()
  // sweep
  await index('lockouts_expires_at', 'lockouts', ['expires_at'])
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  await steps(db).drop('lockouts')
}
