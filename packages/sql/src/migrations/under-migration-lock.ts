import { type Kysely, sql } from 'kysely'
import { dialectOf } from '../shared/dialect.ts'
import { MIGRATING } from '../shared/pool-limits.ts'
import { DatabaseAway } from '../shared/problems.ts'

/** Any number will do, as long as nobody else in the database takes it. */
const POSTGRES_LOCK = 7_205_614_301

type Work<T> = (locked: Kysely<unknown>) => Promise<T>

/**
 * Runs `work` while no other process migrates the same database.
 *
 * SQLite and PostgreSQL run it in one transaction: a process that dies leaves the schema as it was.
 * MySQL commits every change of the schema by itself: its steps can be taken again, and the lock
 * ends with the connection of a process that dies.
 */
export const underMigrationLock = <T>(db: Kysely<unknown>, work: Work<T>): Promise<T> => {
  const { name } = dialectOf(db)
  if (name === 'MySQL') return db.connection().execute((on) => withNamedLock(on, work))
  return db.transaction().execute(async (transaction) => {
    if (name === 'PostgreSQL')
      await sql`select pg_advisory_xact_lock(${sql.lit(POSTGRES_LOCK)})`.execute(transaction)
    return work(transaction)
  })
}

/** A name of at most 64 characters, for this database alone: locks belong to the whole server. */
const LOCK_NAME = sql`concat('latchkey:', md5(database()))`

const withNamedLock = async <T>(connection: Kysely<unknown>, work: Work<T>): Promise<T> => {
  const seconds = sql.lit(MIGRATING.lockMs / 1000)
  const { rows } = await sql<{ got: number | null }>`
    select get_lock(${LOCK_NAME}, ${seconds}) as got`.execute(connection)
  if (rows[0]?.got !== 1)
    throw new DatabaseAway(
      'The database is being migrated by another process: wait until it has finished and try again.',
    )
  try {
    return await work(connection)
  } finally {
    await sql`select release_lock(${LOCK_NAME})`.execute(connection)
  }
}
