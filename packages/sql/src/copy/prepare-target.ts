import { type Kysely, sql } from 'kysely'
import { migrateOpened } from '../migrations/migrate.ts'
import { MIGRATIONS } from '../migrations/migrations.ts'
import { underMigrationLock } from '../migrations/under-migration-lock.ts'
import { DatabaseProblem } from '../shared/problems.ts'
import {
  beginProgress,
  createProgress,
  PROGRESS_TABLE,
  type Progress,
  readProgress,
} from './copy-progress.ts'
import type { ModelDatabase } from './model-database.ts'
import { digestOf } from './table-digest.ts'

/**
 * Makes an empty database ready to be copied into and resolves to how far an earlier copy came.
 * Throws a DatabaseProblem when it holds anything that no copy has put there.
 */
export const prepareTarget = async (
  target: Kysely<unknown>,
  model: ModelDatabase,
): Promise<ReadonlyMap<string, Progress>> => {
  await refuseForeignTables(target, model)
  await migrateOpened(target, MIGRATIONS)
  await underMigrationLock(target, async (locked) => {
    if ((await readProgress(locked)).size > 0) return
    await refuseRows(locked, model)
    await createProgress(locked)
    await begin(locked, model)
  })
  return readProgress(target)
}

const refuseForeignTables = async (target: Kysely<unknown>, { tables }: ModelDatabase) => {
  const ours = new Set([PROGRESS_TABLE, ...tables.map(({ name }) => name)])
  const found = await target.introspection.getTables()
  const foreign = found.find(({ name, isView }) => !isView && !ours.has(name))
  if (foreign)
    throw new DatabaseProblem(
      `The target is not empty: it has the table ${foreign.name}. Name an empty database.`,
    )
}

/** Empty is a table that holds what the migrations put there, and nothing else. */
const refuseRows = async (target: Kysely<unknown>, { db, tables }: ModelDatabase) => {
  for (const table of tables) {
    const { rows } = await sql`
      select 1 from ${sql.table(table.name)} limit 1000`.execute(target)
    const isEmpty = rows.length < 1000 && (await isAlike(target, db, table))
    if (!isEmpty)
      throw new DatabaseProblem(
        `The target is not empty: ${table.name} has rows. Name an empty database.`,
      )
  }
}

const isAlike = async (
  target: Kysely<unknown>,
  db: Kysely<unknown>,
  table: ModelDatabase['tables'][number],
): Promise<boolean> => (await digestOf(target, table)).digest === (await digestOf(db, table)).digest

/** What the migrations put there comes from the source again. */
const begin = async (locked: Kysely<unknown>, { tables }: ModelDatabase): Promise<void> => {
  const work = async (transaction: Kysely<unknown>) => {
    for (const { name } of tables.toReversed())
      await sql`delete from ${sql.table(name)}`.execute(transaction)
    await beginProgress(
      transaction,
      tables.map(({ name }) => name),
    )
  }
  await (locked.isTransaction ? work(locked) : locked.transaction().execute(work))
}
