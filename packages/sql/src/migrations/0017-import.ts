/** Users who were imported, and the imports that have not ended, which can go on after a crash. */
import type { Kysely } from 'kysely'
import { steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { column, index, table, text, longText } = steps(db)
  // Who vouches for an address that nobody proved: the file it came from.
  await column('users', 'imported_at', 'bigint')
  await table('imports')
    .addColumn('source', text(80), (c) => c.primaryKey().notNull())
    .addColumn('id', text(36), (c) => c.notNull())
    .addColumn('records', 'bigint', (c) => c.notNull())
    .addColumn('imported', 'bigint', (c) => c.notNull())
    .addColumn('present', 'bigint', (c) => c.notNull())
    .addColumn('refused', 'bigint', (c) => c.notNull())
    .addColumn('report_bytes', 'bigint', (c) => c.notNull())
    .addColumn('report_tail', longText, (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
  // sweep
  await index('imports_updated_at', 'imports', ['updated_at'])
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  const { drop, dropColumn } = steps(db)
  await drop('imports')
  await dropColumn('users', 'imported_at')
}
