import { Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration'
import { openFile } from '../shared/open-file.ts'
import { DatabaseProblem, databaseProblem } from '../shared/problems.ts'
import { ImmediateSqliteDialect } from '../shared/sqlite-dialect.ts'
import { MIGRATIONS } from './migrations.ts'

/** How long a process waits while another one migrates. */
const PATIENCE_MS = 60_000
/** A migration keeps nobody from opening the file; who waits longer than this met an exclusive lock. */
const OPEN_PATIENCE_MS = 10_000

type Migrations = Readonly<Record<string, Migration>>

/** A migration and when it was applied; null when it was not. */
export interface MigrationStatus {
  readonly name: string
  readonly appliedAt: Date | null
}

const migratorOf = (db: Kysely<unknown>, migrations: Migrations): Migrator =>
  new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })

const withFile = async <T>(file: string, work: (db: Kysely<unknown>) => Promise<T>): Promise<T> => {
  const opened = await openFile({ file, synchronous: 'FULL', patienceMs: OPEN_PATIENCE_MS })
  const dialect = new ImmediateSqliteDialect({ file: opened, patienceMs: PATIENCE_MS })
  try {
    return await work(new Kysely<unknown>({ dialect }))
  } catch (error) {
    throw databaseProblem(file, error)
  } finally {
    opened.close()
  }
}

/**
 * Runs under the one write lock of the database, in one transaction: of many processes one
 * migrates and the others find it done; a process that dies leaves the schema as it was.
 */
const underLock = async (
  db: Kysely<unknown>,
  migrations: Migrations,
  migrate: (migrator: Migrator) => Promise<MigrationResultSet>,
): Promise<readonly string[]> =>
  db.transaction().execute(async (transaction) => {
    await refuseNewerSchema(transaction, migrations)
    const { error, results = [] } = await migrate(migratorOf(transaction, migrations))
    if (error) throw error
    return results.map(({ migrationName }) => migrationName)
  })

/** Applies every migration that is missing and resolves to their names. Throws a DatabaseProblem. */
export const migrateUp = (
  file: string,
  migrations: Migrations = MIGRATIONS,
): Promise<readonly string[]> =>
  withFile(file, async (db) => {
    await refuseNewerSchema(db, migrations)
    const known = await migratorOf(db, migrations).getMigrations()
    if (known.every(({ executedAt }) => executedAt)) return []
    return underLock(db, migrations, (migrator) => migrator.migrateToLatest())
  })

/** Takes the last migration back, with what it held, and resolves to its name, if there was one. */
export const migrateDown = (
  file: string,
  migrations: Migrations = MIGRATIONS,
): Promise<readonly string[]> =>
  withFile(file, (db) => underLock(db, migrations, (migrator) => migrator.migrateDown()))

/** Every migration and whether it was applied. */
export const migrationStatus = (file: string): Promise<readonly MigrationStatus[]> =>
  withFile(file, async (db) => {
    await refuseNewerSchema(db)
    const known = await migratorOf(db, MIGRATIONS).getMigrations()
    return known.map(({ name, executedAt }) => ({ name, appliedAt: executedAt ?? null }))
  })

/** Throws a DatabaseProblem when a newer version of Latchkey has migrated the database. */
export const refuseNewerSchema = async (
  db: QueryExecutorProvider,
  migrations: Migrations = MIGRATIONS,
): Promise<void> => {
  const applied = await appliedNames(db)
  const unknown = applied.filter((name) => !Object.hasOwn(migrations, name))
  if (unknown.length > 0)
    throw new DatabaseProblem(
      `The database was migrated by a newer version of Latchkey (${unknown.join(', ')}): ` +
        'start that version, or restore the backup from before the upgrade.',
    )
}

const appliedNames = async (db: QueryExecutorProvider): Promise<string[]> => {
  const { rows: tables } = await sql`
    select name from sqlite_master where type = 'table' and name = 'kysely_migration'`.execute(db)
  if (tables.length === 0) return []
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}
