import { existsSync, linkSync, readdirSync, renameSync, unlinkSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Sqlite, { type Database as SqliteFile } from 'better-sqlite3'
import { DatabaseProblem, databaseProblem, isBusy } from '../shared/problems.ts'
import { syncFolderOf } from './sync.ts'

const PATIENCE_MS = 2_000
/** What SQLite keeps beside a file and would play into whatever has the name of that file. */
const COMPANIONS = ['-wal', '-shm', '-journal'] as const

/** A path that a new database is to take. */
export interface FileToReplace {
  /** Puts the new file in place; resolves to where the former one is now, if there was one. */
  take(newFile: string): string | null
  /** Lets go of a path that was not taken. */
  release(): void
}

/**
 * Makes sure that nobody uses `file`, and keeps it so until `take` or `release`. Throws a
 * DatabaseProblem when a process has the file open, and without `force` when there is anything in it.
 *
 * A process that has a database in WAL mode open keeps a lock on it, idle or not; so only who is
 * alone can leave that mode. That also empties the log of writes into the file.
 */
export const fileToReplace = (file: string, { force }: { readonly force: boolean }) => {
  if (!existsSync(file)) return absentFile(file)
  const held = holdAlone(file)
  const isEmpty = held !== null && isWithoutTables(held)
  if (!isEmpty && !force) {
    held?.close()
    throw new DatabaseProblem(
      `${file} holds a database: restore into an empty one, or add --force to move it aside.`,
    )
  }
  return {
    take: (newFile) => {
      // Windows renames nothing over an open file. Elsewhere the lock stays: a server that starts now
      // waits for it, and then finds by itself that its file was moved away.
      if (process.platform === 'win32') held?.close()
      const aside = isEmpty ? null : moveAside(file)
      renameSync(newFile, file)
      syncFolderOf(file)
      held?.close()
      return aside
    },
    release: () => held?.close(),
  } satisfies FileToReplace
}

const absentFile = (file: string): FileToReplace => {
  const left = COMPANIONS.map((ending) => file + ending).find(existsSync)
  if (left !== undefined)
    throw new DatabaseProblem(
      `${left} is left from a database that is gone, and would spoil another one: move it away.`,
    )
  return {
    take: (newFile) => {
      // A link never replaces what somebody has made there meanwhile.
      linkSync(newFile, file)
      unlinkSync(newFile)
      syncFolderOf(file)
      return null
    },
    release: () => undefined,
  }
}

/** The file, locked against everybody; null when it is too damaged for any lock. */
const holdAlone = (file: string): SqliteFile | null => {
  const opened = new Sqlite(file, { timeout: PATIENCE_MS })
  try {
    opened.pragma('journal_mode = DELETE')
    opened.exec('begin exclusive')
    // Who came between the two has gone back to that mode, where the lock would not keep them out.
    if (opened.pragma('journal_mode', { simple: true }) !== 'delete') throw inUse(file)
    return opened
  } catch (error) {
    opened.close()
    if (isBusy(error)) throw inUse(file)
    if (error instanceof Sqlite.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code))
      return null
    throw databaseProblem(file, error)
  }
}

const inUse = (file: string): DatabaseProblem =>
  new DatabaseProblem(`A server or another process uses ${file}: stop it first.`)

const isWithoutTables = (opened: SqliteFile): boolean => {
  try {
    return opened.prepare('select name from sqlite_master limit 1').get() === undefined
  } catch {
    return false
  }
}

/** The former file keeps its name until the new one takes it: at no moment is there none. */
const moveAside = (file: string): string => {
  const aside = `${file}.before-restore-${new Date().toISOString().replaceAll(':', '-')}`
  linkSync(file, aside)
  for (const ending of COMPANIONS)
    if (existsSync(file + ending)) renameSync(file + ending, aside + ending)
  return aside
}

/** Removes what processes that died have left of their copies beside `file`. */
export const removeLeftovers = (file: string): void => {
  const pattern = /^\.restoring-(\d+)/
  for (const name of readdirSync(dirname(file))) {
    if (!name.startsWith(basename(file))) continue
    const pid = pattern.exec(name.slice(basename(file).length))?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) unlinkSync(`${dirname(file)}/${name}`)
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
