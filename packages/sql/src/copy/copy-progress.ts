import type { Kysely } from 'kysely'
import { steps } from '../migrations/steps.ts'
import { dialectOf } from '../shared/dialect.ts'
import { DatabaseProblem } from '../shared/problems.ts'
import type { Key } from './read-batches.ts'

/** Is in a database while a copy into it is not finished, and at no other time. */
export const PROGRESS_TABLE = 'copy_progress'

type ProgressTables = {
  copy_progress: {
    table_name: string
    /** JSON of the key of the last row that was copied; null before the first. */
    last_key: string | null
    copied_rows: number
  }
}

/** How far the copy of one table has come. */
export interface Progress {
  readonly lastKey: Key | null
  readonly rows: number
}

const inProgress = (db: Kysely<unknown>) => db.withTables<ProgressTables>()

export const createProgress = async (db: Kysely<unknown>): Promise<void> => {
  const { table, text, longText } = steps(db)
  await table(PROGRESS_TABLE)
    .addColumn('table_name', text(64), (c) => c.primaryKey().notNull())
    .addColumn('last_key', longText)
    .addColumn('copied_rows', 'bigint', (c) => c.notNull())
    .execute()
}

/** Notes that nothing of these tables was copied yet. */
export const beginProgress = async (
  db: Kysely<unknown>,
  tables: readonly string[],
): Promise<void> => {
  const rows = tables.map((name) => ({ table_name: name, last_key: null, copied_rows: 0 }))
  await inProgress(db).insertInto('copy_progress').values(rows).execute()
}

/** How far each table has come; nothing before a copy was begun. */
export const readProgress = async (db: Kysely<unknown>): Promise<ReadonlyMap<string, Progress>> => {
  if (!(await dialectOf(db).hasTable(db, PROGRESS_TABLE))) return new Map()
  const rows = await inProgress(db).selectFrom('copy_progress').selectAll().execute()
  return new Map(
    rows.map((row) => [
      row.table_name,
      {
        lastKey: row.last_key === null ? null : (JSON.parse(row.last_key) as Key),
        rows: row.copied_rows,
      },
    ]),
  )
}

/** Moves on; throws a DatabaseProblem when another process has, so that no row comes twice. */
export const advanceProgress = async (
  db: Kysely<unknown>,
  table: string,
  from: Progress,
  to: Progress,
): Promise<void> => {
  const { numUpdatedRows } = await inProgress(db)
    .updateTable('copy_progress')
    .set({ last_key: JSON.stringify(to.lastKey), copied_rows: to.rows })
    .where('table_name', '=', table)
    .where('copied_rows', '=', from.rows)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n)
    throw new DatabaseProblem('Another process copies into the same database: let it finish.')
}

export const endProgress = (db: Kysely<unknown>): Promise<void> => steps(db).drop(PROGRESS_TABLE)

/** Throws a DatabaseProblem when a copy into the database was begun and not finished. */
export const refuseUnfinishedCopy = async <Tables>(db: Kysely<Tables>): Promise<void> => {
  if (await dialectOf(db).hasTable(db, PROGRESS_TABLE))
    throw new DatabaseProblem(
      'The database holds a copy that is not finished: run latchkey copy again, to its end.',
    )
}
