import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { openFile } from '../shared/open-file.ts'
import { DatabaseProblem, databaseProblem } from '../shared/problems.ts'
import { closeToOneFile, inspectCopy } from './inspect-file.ts'
import { syncFile } from './sync.ts'

const PATIENCE_MS = 10_000
/** Pages per step; others get their turn on this process's event loop between two. */
const STEP_PAGES = 500

interface Options {
  /** The database; a server may be at work on it. */
  readonly file: string
  /** A path where nothing is yet. */
  readonly to: string
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Copies an SQLite file as it is at one moment, sound and complete in itself, and resolves to the
 * names of its migrations. Nobody waits for it: the one transaction that reads keeps the log of
 * writes from being cut short, no more. Throws a DatabaseProblem.
 */
export const backUpFile = async ({
  file,
  to,
  onProgress = () => undefined,
}: Options): Promise<readonly string[]> => {
  if (!existsSync(file)) throw new DatabaseProblem(`There is no database ${file}.`)
  const options = { file, readonly: true, patienceMs: PATIENCE_MS }
  const source = await openFile({ ...options, synchronous: 'FULL' })
  try {
    // Without this transaction every write of another process would begin the copy anew.
    source.exec('begin')
    source.prepare('select count(*) from sqlite_master').get()
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages - remainingPages, totalPages)
        return STEP_PAGES
      },
    })
  } catch (error) {
    throw databaseProblem(file, error)
  } finally {
    source.close()
  }
  return checked(to)
}

const checked = (to: string): readonly string[] => {
  const copy = new Sqlite(to)
  try {
    const migrations = inspectCopy(copy, to)
    closeToOneFile(copy)
    syncFile(to)
    return migrations
  } catch (error) {
    throw databaseProblem(to, error)
  } finally {
    copy.close()
  }
}
