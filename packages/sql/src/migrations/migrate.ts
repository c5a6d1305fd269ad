import type { Kysely, QueryExecutorProvider } from 'kysely'
import { sql } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration'
import { dialectOf } from '../shared/dialect.ts'
import { SERVING } from '../shared/pool-limits.ts'
import { DatabaseProblem } from '../shared/problems.ts'
import { MIGRATIONS } from './migrations.ts'
import { openForMigration } from './open-for-migration.ts'
import { underMigrationLock } from './under-migration-lock.ts'

type Migrations = Readonly<Record<string, Migration>>

/** A migration and when it was applied; null when it was not. */
export interface MigrationStatus {
  readonly name: string
  readonly appliedAt: Date | null
}

const migratorOf = (db: Kysely<unknown>, migrations: Migrations): Migrator =>
  new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })

/** Runs under the lock: of many processes one migrates and the others find it done. */
const underLock = (
  db: Kysely<unknown>,
  migrations: Migrations,
  migrate: (migrator: Migrator) => Promise<MigrationResultSet>,
): Promise<readonly string[]> =>
  underMigrationLock(db, async (locked) => {
    await refuseNewerSchema(locked, migrations)
    const { error, results = [] } = await migrate(migratorOf(locked, migrations))
    if (error) throw error
    return results.map(({ migrationName }) => migrationName)
  })

/**
 * Applies every migration that is missing and resolves to their names. `location` is the path of an
 * SQLite file or the URL of a database on a server. Throws a DatabaseProblem.
 */
export const migrateUp = async (
  location: string,
  migrations: Migrations = MIGRATIONS,
): Promise<readonly string[]> => {
  // Only who changes large tables has to wait without end for an answer.
  if (await openForMigration(location, (db) => isCurrent(db, migrations), SERVING)) return []
  return openForMigration(location, (db) => migrateOpened(db, migrations))
}

const isCurrent = async (db: Kysely<unknown>, migrations: Migrations): Promise<boolean> => {
  await refuseNewerSchema(db, migrations)
  const known = await migratorOf(db, migrations).getMigrations()
  return known.every(({ executedAt }) => executedAt)
}

/** The same on an open connection. */
export const migrateOpened = (
  db: Kysely<unknown>,
  migrations: Migrations,
): Promise<readonly string[]> => underLock(db, migrations, (migrator) => migrator.migrateToLatest())

/** Takes the last migration back, with what it held, and resolves to its name, if there was one. */
export const migrateDown = (
  location: string,
  migrations: Migrations = MIGRATIONS,
): Promise<readonly string[]> =>
  openForMigration(location, (db) =>
    underLock(db, migrations, (migrator) => migrator.migrateDown()),
  )

/** Every migration and whether it was applied. */
export const migrationStatus = (location: string): Promise<readonly MigrationStatus[]> =>
  openForMigration(location, async (db) => {
    await refuseNewerSchema(db)
    const known = await migratorOf(db, MIGRATIONS).getMigrations()
    return known.map(({ name, executedAt }) => ({ name, appliedAt: executedAt ?? null }))
  })

/** Throws a DatabaseProblem when a newer version of Latchkey has migrated the database. */
export const refuseNewerSchema = async <Tables>(
  db: Kysely<Tables>,
  migrations: Migrations = MIGRATIONS,
): Promise<void> => {
  if (!(await dialectOf(db).hasTable(db, 'kysely_migration'))) return
  refuseNewerMigrations(await appliedNames(db), migrations)
}

/** The same by the names of the migrations. */
export const refuseNewerMigrations = (
  applied: readonly string[],
  migrations: Migrations = MIGRATIONS,
): void => {
  const unknown = applied.filter((name) => !Object.hasOwn(migrations, name))
  if (unknown.length > 0)
    throw new DatabaseProblem(
      `The database was migrated by a newer version of Latchkey (${unknown.join(', ')}): ` +
        'start that version, or restore the backup from before the upgrade.',
    )
}

/** Whether a migration that this version knows has not been applied. */
export const lacksMigrations = async <Tables>(
  db: Kysely<Tables>,
  migrations: Migrations = MIGRATIONS,
): Promise<boolean> => {
  if (!(await dialectOf(db).hasTable(db, 'kysely_migration'))) return true
  const applied = new Set(await appliedNames(db))
  return Object.keys(migrations).some((name) => !applied.has(name))
}

const appliedNames = async (db: QueryExecutorProvider): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}
