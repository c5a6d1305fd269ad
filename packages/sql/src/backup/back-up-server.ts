import { existsSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { createViews } from '../migrations/insight-views.ts'
import { migrateUp } from '../migrations/migrate.ts'
import { openForMigration } from '../migrations/open-for-migration.ts'
import { dialectOf } from '../shared/dialect.ts'
import { shownUrl } from '../shared/open-server.ts'
import { DatabaseProblem } from '../shared/problems.ts'
import { pgList } from './postgres-tools.ts'
import { toolFor } from './server-tools.ts'
import { syncFile } from './sync.ts'
import { type Environment, runTool } from './tool.ts'

interface Options {
  readonly url: string
  /** The dump: a path where nothing is yet, or the file to restore from. */
  readonly file: string
  readonly environment: Environment
}

/**
 * Dumps a database as it is at one moment and resolves to the names of its migrations. Throws a
 * DatabaseProblem when the program for that is missing or does not fit the server.
 */
export const backUpServer = async (options: Options): Promise<readonly string[]> => {
  const { url, file, environment } = options
  const call = await toolFor({ ...options, purpose: 'dump' })
  const before = await openForMigration(url, migrationsOf)
  await runTool(call, environment)
  const after = await openForMigration(url, migrationsOf)
  if (before.join() !== after.join())
    throw new DatabaseProblem('The database was migrated during the backup: make it again.')
  if (call.program === 'pg_dump') await runTool(pgList(file), environment)
  if (existsSync(file)) syncFile(file)
  return after
}

const migrationsOf = async (db: Kysely<unknown>): Promise<readonly string[]> => {
  if (!(await dialectOf(db).hasTable(db, 'kysely_migration')))
    throw new DatabaseProblem('The database is none of Latchkey: it has no migrations.')
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/**
 * Restores a dump into a database without tables and migrates it; resolves to the migrations that it
 * lacked. PostgreSQL takes all of it or nothing; MySQL commits each table. Throws a DatabaseProblem.
 */
export const restoreServer = async (options: Options): Promise<readonly string[]> => {
  const { url, environment } = options
  const call = await toolFor({ ...options, purpose: 'restore' })
  await openForMigration(url, async (db) => {
    const [table] = await db.introspection.getTables({ withInternalKyselyTables: true })
    if (table)
      throw new DatabaseProblem(
        `The database ${shownUrl(url)} is not empty (${table.name}): make a new one for the backup.`,
      )
  })
  await runTool(call, environment)
  const lacked = await migrateUp(url)
  // A dump of MySQL has no views: they would belong to an account that may not be there.
  await openForMigration(url, createViews)
  return lacked
}
