import { chmodSync, constants, copyFileSync, existsSync, rmSync, statSync } from 'node:fs'
import { pid } from 'node:process'
import Sqlite from 'better-sqlite3'
import { migrateUp } from '../migrations/migrate.ts'
import { DatabaseProblem, databaseProblem } from '../shared/problems.ts'
import { type FileToReplace, fileToReplace, removeLeftovers } from './file-to-replace.ts'
import { closeToOneFile, inspectCopy } from './inspect-file.ts'
import { syncFile } from './sync.ts'

interface Options {
  /** An SQLite file that nobody writes to. */
  readonly backup: string
  /** Path of the database. */
  readonly to: string
  /** Moves a database that is there aside instead of refusing it. */
  readonly force: boolean
}

/** A backup that is beside its place: sound, of this version's schema, and not yet in use. */
export interface StagedRestore {
  /** Where it is now. */
  readonly file: string
  /** The migrations that it lacked. */
  readonly migrated: readonly string[]
  /** Puts it in its place, wholly or not at all; returns where the former database is now. */
  finish(): string | null
  /** Forgets it; for use instead of `finish`. */
  discard(): void
}

/**
 * Copies a backup beside the place of the database, checks it and migrates it there: the place itself
 * is untouched until `finish`. Throws a DatabaseProblem.
 */
export const stageRestore = async ({ backup, to, force }: Options): Promise<StagedRestore> => {
  refuseUnfinishedFile(backup)
  const place = fileToReplace(to, { force })
  const file = `${to}.restoring-${pid}`
  const discard = () => {
    place.release()
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(file + ending, { force: true })
  }
  try {
    removeLeftovers(to)
    const migrated = await stage(backup, file)
    return { file, migrated, finish: () => finish(place, file), discard }
  } catch (error) {
    discard()
    throw databaseProblem(backup, error)
  }
}

const finish = (place: FileToReplace, file: string): string | null => {
  try {
    return place.take(file)
  } catch (error) {
    place.release()
    rmSync(file, { force: true })
    throw error
  }
}

const stage = async (backup: string, file: string): Promise<readonly string[]> => {
  copyFileSync(backup, file, constants.COPYFILE_FICLONE)
  chmodSync(file, 0o600)
  const copied = new Sqlite(file)
  try {
    inspectCopy(copied, backup)
  } finally {
    copied.close()
  }
  const migrated = await migrateUp(file)
  closeToOneFile(new Sqlite(file))
  syncFile(file)
  return migrated
}

/** A database in use is in two files; the one alone lacks the last commits. */
const refuseUnfinishedFile = (backup: string): void => {
  if (!existsSync(backup)) throw new DatabaseProblem(`There is no backup ${backup}.`)
  for (const ending of ['-wal', '-journal'])
    if ((statSync(backup + ending, { throwIfNoEntry: false })?.size ?? 0) > 0)
      throw new DatabaseProblem(
        `${backup} is no whole backup: ${backup}${ending} belongs to it. Make one with latchkey backup.`,
      )
}
