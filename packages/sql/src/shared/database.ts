import { Kysely, sql } from 'kysely'
import { refuseUnfinishedCopy } from '../copy/copy-progress.ts'
import { refuseNewerSchema } from '../migrations/migrate.ts'
import type { Connections } from './connections.ts'
import { openFile, type Synchronous } from './open-file.ts'
import { openServer, serverAddress } from './open-server.ts'
import { SERVING } from './pool-limits.ts'
import { databaseProblem } from './problems.ts'
import type { Schema } from './schema.ts'
import { serverProblem } from './server-problems.ts'
import { isServerUrl } from './server-url.ts'
import { ImmediateSqliteDialect } from './sqlite-dialect.ts'

/** How long a statement waits for another process before it throws DatabaseUnavailable. */
const PATIENCE_MS = 5_000
/** How long a server may take to show that it answers; who asks wants to know it now. */
const READY_MS = 1_000
const CLOSE_MS = 2_000

/** One writing and one reading connection to the same file, or one pool to a server for both. */
export interface Database extends Connections {
  /** Whether the database answers; never throws. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}

interface Location {
  /** Path of an SQLite file, or URL of a database on a server. */
  readonly location: string
  /** For SQLite. */
  readonly synchronous?: Synchronous
}

/**
 * Opens a database whose schema is up to date: call `migrateUp` before. Throws a DatabaseProblem
 * when it cannot be used; later a DatabaseUnavailable when it stays locked or out of reach.
 */
export const openDatabase = ({ location, synchronous = 'FULL' }: Location): Promise<Database> =>
  isServerUrl(location) ? openPool(location) : openConnections(location, synchronous)

const openConnections = async (file: string, synchronous: Synchronous): Promise<Database> => {
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
  return { write, read, isReady: () => answers(read), close }
}

const openPool = async (url: string): Promise<Database> => {
  const db = await openServer<Schema>(url, SERVING)
  try {
    await refuseNewerSchema(db)
    await refuseUnfinishedCopy(db)
  } catch (error) {
    await db.destroy()
    throw serverProblem(serverAddress(url), error)
  }
  return {
    write: db,
    read: db,
    isReady: () => within(READY_MS, answers(db), false),
    // A server that does not answer would let its connections be closed in its own time.
    close: () => within(CLOSE_MS, db.destroy(), undefined),
  }
}

const connect = async (file: string, synchronous: Synchronous, readonly: boolean) => {
  const opened = await openFile({ file, synchronous, readonly, patienceMs: PATIENCE_MS })
  const dialect = new ImmediateSqliteDialect({ file: opened, patienceMs: PATIENCE_MS })
  const db = new Kysely<Schema>({ dialect })
  // Kysely closes only what it has used once.
  await sql`select 1`.execute(db)
  return db
}

/** What `work` resolves to, or `otherwise` when that takes too long. */
const within = async <T>(ms: number, work: Promise<T>, otherwise: T): Promise<T> => {
  const { promise: late, resolve } = Promise.withResolvers<T>()
  const timer = setTimeout(resolve, ms, otherwise)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const answers = (db: Kysely<Schema>): Promise<boolean> =>
  sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
