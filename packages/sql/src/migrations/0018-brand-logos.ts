/** Pictures that administrators uploaded to stand for the installation. */
import type { Kysely } from 'kysely'
import { steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { table, text, longText } = steps(db)
  await table('brand_logos')
    .addColumn('id', text(64), (c) => c.primaryKey().notNull())
    .addColumn('webp', longText, (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  await steps(db).drop('brand_logos')
}
