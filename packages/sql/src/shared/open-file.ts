import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite, { type Database as SqliteFile } from 'better-sqlite3'
import { databaseProblem } from './problems.ts'
import { retryWhileBusy } from './retry-while-busy.ts'

/** How long SQLite itself waits for a lock, in milliseconds: the event loop stands still meanwhile. */
const BUSY_TIMEOUT_MS = 50

/**
 * How long a commit takes to be safe. `FULL`: it survives a power cut. `NORMAL`: it survives a
 * crash of the process; a power cut may take the last commits, never the database.
 */
export type Synchronous = 'FULL' | 'NORMAL'

interface Options {
  readonly file: string
  readonly synchronous: Synchronous
  readonly readonly?: boolean
  readonly patienceMs: number
}

/** Opens the file, making it unless it is only read. Throws a DatabaseProblem. */
export const openFile = async ({
  file,
  synchronous,
  readonly = false,
  patienceMs,
}: Options): Promise<SqliteFile> => {
  let opened: SqliteFile | undefined
  try {
    // SQLite opens a file that it may not write without a word and fails at the first change.
    accessSync(dirname(file), constants.R_OK | constants.W_OK | constants.X_OK)
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK)
    const sqlite = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS, readonly })
    opened = sqlite
    await retryWhileBusy(() => prepareConnection(sqlite, synchronous, readonly), patienceMs)
    return sqlite
  } catch (error) {
    opened?.close()
    throw databaseProblem(file, error)
  }
}

const prepareConnection = (sqlite: SqliteFile, synchronous: Synchronous, readonly: boolean) => {
  if (!readonly) sqlite.pragma('journal_mode = WAL')
  sqlite.pragma(`synchronous = ${synchronous}`)
  sqlite.pragma('foreign_keys = ON')
  sqlite.prepare('select count(*) from sqlite_master').get()
}
