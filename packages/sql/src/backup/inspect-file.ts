import type { Database as SqliteFile } from 'better-sqlite3'
import { DatabaseProblem } from '../shared/problems.ts'

/**
 * The names of the migrations in a copy of a database, oldest first. Reads the whole file and throws
 * a DatabaseProblem when it is damaged or none of ours.
 */
export const inspectCopy = (opened: SqliteFile, file: string): readonly string[] => {
  const unsound = opened.pragma('integrity_check(1)', { simple: true })
  const [orphan] = opened.prepare('pragma foreign_key_check').all()
  if (unsound !== 'ok' || orphan !== undefined)
    throw new DatabaseProblem(
      `The copy ${file} is damaged (${orphan ? JSON.stringify(orphan) : unsound}): use another backup.`,
    )
  const migrated = opened
    .prepare("select name from sqlite_master where name = 'kysely_migration'")
    .get()
  if (!migrated) throw new DatabaseProblem(`${file} is no database of Latchkey.`)
  return opened
    .prepare('select name from kysely_migration order by name')
    .all()
    .map((row) => String((row as { name: unknown }).name))
}

/** Makes the file complete in itself: no log of writes beside it, which somebody could leave behind. */
export const closeToOneFile = (opened: SqliteFile): void => {
  opened.pragma('journal_mode = DELETE')
  opened.close()
}
