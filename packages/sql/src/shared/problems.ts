import { dirname } from 'node:path'
import { DependencyUnavailable } from '@latchkey/core'

/** The database was busy for longer than we wait, or is out of reach: the caller may try again. */
export class DatabaseUnavailable extends DependencyUnavailable {
  override readonly name = 'DatabaseUnavailable'
}

/** Concurrent changes broke a transaction off; nothing of it was written, and it may be repeated. */
export class DatabaseConflict extends DatabaseUnavailable {}

/** The database cannot be used until the operator mends something; `message` tells what, as it is. */
export class DatabaseProblem extends Error {
  override readonly name: string = 'DatabaseProblem'
}

/** A DatabaseProblem that may pass without anybody's doing: whoever can wait tries again. */
export class DatabaseAway extends DatabaseProblem {}

/** The SQLite result code of an error, such as `SQLITE_BUSY`, or Node's, such as `EACCES`. */
const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** Whether another connection holds the lock that was needed. */
export const isBusy = (error: unknown): boolean => errorCode(error).startsWith('SQLITE_BUSY')

/**
 * Whether an error says that the database cannot do its work for now: it is locked, or its disk is
 * full, read-only or failing. No request is at fault, and it may be sent again.
 */
export const isOutOfReach = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable ||
  /^SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN)/.test(errorCode(error))

const MENDS: readonly (readonly [RegExp, (file: string) => string])[] = [
  [
    /^ENOENT$/,
    (file) =>
      `its folder ${dirname(file)} does not exist: create the folder or correct the path of the database.`,
  ],
  [
    /^(SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EROFS)/,
    () =>
      'this user may not write to it or its folder: make both writable for the user that runs the server.',
  ],
  [
    /^SQLITE_BUSY/,
    () =>
      'another process keeps it locked: stop that process (a backup, a database browser, a second server) and try again.',
  ],
  [
    /^SQLITE_(NOTADB|CORRUPT)/,
    () =>
      'it is damaged or no SQLite database: restore it from a backup or name another file as the database.',
  ],
  [
    /^SQLITE_CANTOPEN/,
    () => 'the system does not open it as a file: check that it is one, and who may use it.',
  ],
  [
    /^SQLITE_(FULL|IOERR)/,
    () => 'the disk is full or failing: free some space and check the disk.',
  ],
]

/** The operator's sentence for an error of opening or migrating `file`. */
export const databaseProblem = (file: string, cause: unknown): DatabaseProblem => {
  if (cause instanceof DatabaseProblem) return cause
  const code = cause instanceof DatabaseUnavailable ? 'SQLITE_BUSY' : errorCode(cause)
  const mend = MENDS.find(([pattern]) => pattern.test(code))?.[1](file)
  const why = mend ?? `of an unexpected error (${cause instanceof Error ? cause.message : cause}).`
  return new DatabaseProblem(`The database ${file} cannot be used because ${why}`, { cause })
}
