import { Kysely, sql } from 'kysely'
import { refuseNewerSchema } from '../migrations/migrate.ts'
import type { Connections } from './connections.ts'
import { openFile, type Synchronous } from './open-file.ts'
import { databaseProblem } from './problems.ts'
import type { Schema } from './schema.ts'
import { ImmediateSqliteDialect } from './sqlite-dialect.ts'

/** How long a statement waits for another process before it throws DatabaseUnavailable. */
const PATIENCE_MS = 5_000

/** One writing and one reading connection to the same file. */
export interface Database extends Connections {
  readonly file: string
  /** Whether the reading connection answers; never throws. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}

/**
 * Opens an SQLite file whose schema is up to date: call `migrateUp` before. Throws a
 * DatabaseProblem when it cannot be used; later a DatabaseUnavailable when it stays locked.
 */
export const openDatabase = async ({
  file,
  synchronous = 'FULL',
}: {
  readonly file: string
  readonly synchronous?: Synchronous
}): Promise<Database> => {
  // The writer comes first and goes last: it makes the files that a reading connection needs.
  const write = await connect(file, synchronous, false)
  const read = await connect(file, synchronous, true)
  const close = async () => {
    await read.destroy()
    await write.destroy()
  }
  try {
    await refuseNewerSchema(read)
  } catch (error) {
    await close()
    throw databaseProblem(file, error)
  }
  return { file, write, read, isReady: () => answers(read), close }
}

const connect = async (file: string, synchronous: Synchronous, readonly: boolean) => {
  const opened = await openFile({ file, synchronous, readonly, patienceMs: PATIENCE_MS })
  const dialect = new ImmediateSqliteDialect({ file: opened, patienceMs: PATIENCE_MS })
  const db = new Kysely<Schema>({ dialect })
  // Kysely closes only what it has used once.
  await sql`select 1`.execute(db)
  return db
}

const answers = (db: Kysely<Schema>): Promise<boolean> =>
  sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
