import { type Kysely, sql } from 'kysely'
import { dialectOf } from '../shared/dialect.ts'
import { DatabaseConflict, DatabaseProblem } from '../shared/problems.ts'
import { retryConflicts } from '../shared/retry-conflicts.ts'
import { serverCode } from '../shared/server-errors.ts'
import { advanceProgress, type Progress } from './copy-progress.ts'
import type { TableShape } from './model-database.ts'
import { keyOf, type Row, readBatches } from './read-batches.ts'

const BATCH_ROWS = 500
/** Far below what a MySQL server takes as one statement (`max_allowed_packet`). */
const BATCH_CHARACTERS = 500_000

export interface Copying {
  readonly source: Kysely<unknown>
  readonly target: Kysely<unknown>
  /** Called with the number of rows that have just been committed. */
  readonly onRows: (count: number) => void
}

/**
 * Copies the rows behind `from`. Each batch commits with the note of how far it came, so a process
 * that dies at any moment leaves what the next one goes on with.
 */
export const copyTable = async (
  { source, target, onRows }: Copying,
  table: TableShape,
  from: Progress,
): Promise<void> => {
  let done = from
  for await (const rows of readBatches(source, table, from.lastKey, BATCH_ROWS))
    for (const part of inParts(rows)) {
      refuseUnstorable(target, table, part)
      const next = { lastKey: keyOf(table, part.at(-1) ?? {}), rows: done.rows + part.length }
      await addRows(target, table, part, done, next)
      done = next
      onRows(part.length)
    }
}

const addRows = async (
  target: Kysely<unknown>,
  table: TableShape,
  rows: readonly Row[],
  from: Progress,
  to: Progress,
): Promise<void> => {
  const lines = rows.map((row) => sql`(${sql.join(table.columns.map((name) => row[name]))})`)
  const columns = sql.join(table.columns.map((name) => sql.ref(name)))
  const insert = sql`insert into ${sql.table(table.name)} (${columns}) values ${sql.join(lines)}`
  try {
    await retryConflicts(() =>
      target.transaction().execute(async (transaction) => {
        await advanceProgress(transaction, table.name, from, to)
        await insert.execute(transaction)
      }),
    )
  } catch (error) {
    // A row whose parent is missing is a conflict to whoever serves; here nobody deletes parents.
    const origin = error instanceof DatabaseConflict ? error.cause : error
    throw CHANGED_MEANWHILE.test(serverCode(origin)) ? changedMeanwhile([table.name], error) : error
  }
}

/** A row refers to one that was not there before, or has the place of one that is gone. */
const CHANGED_MEANWHILE = /^(23503|23505|ER_NO_REFERENCED_ROW(_2)?|ER_DUP_ENTRY)$/

/** The source was written to, so that the copy is none. */
export const changedMeanwhile = (tables: readonly string[], cause?: unknown): DatabaseProblem =>
  new DatabaseProblem(
    `The source changed while it was copied (${tables.join(', ')}): stop every server on it, ` +
      'empty the target and copy again.',
    { cause },
  )

const inParts = (rows: readonly Row[]): readonly (readonly Row[])[] => {
  const parts: Row[][] = []
  let characters = Number.POSITIVE_INFINITY
  for (const row of rows) {
    const length = JSON.stringify(row).length
    if (characters + length > BATCH_CHARACTERS) {
      parts.push([])
      characters = 0
    }
    parts.at(-1)?.push(row)
    characters += length
  }
  return parts
}

/** PostgreSQL keeps no NUL in a text. Nothing of ours has one, but a row may come from elsewhere. */
const refuseUnstorable = (target: Kysely<unknown>, table: TableShape, rows: readonly Row[]) => {
  if (dialectOf(target).name !== 'PostgreSQL') return
  for (const row of rows)
    for (const [column, value] of Object.entries(row))
      if (typeof value === 'string' && value.includes('\0'))
        throw new DatabaseProblem(
          `PostgreSQL keeps no NUL, and ${table.name}.${column} has one where ` +
            `${table.key[0]} is ${row[table.key[0] ?? '']}: correct that row and run copy again.`,
        )
}
