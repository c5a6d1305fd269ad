import { type Kysely, sql } from 'kysely'
import { openForMigration } from '../migrations/open-for-migration.ts'
import { DatabaseProblem } from '../shared/problems.ts'
import { isServerUrl } from '../shared/server-url.ts'
import { endProgress } from './copy-progress.ts'
import { changedMeanwhile, copyTable } from './copy-table.ts'
import { type ModelDatabase, openModelDatabase } from './model-database.ts'
import { requirePresentSchema, withSource } from './open-source.ts'
import { prepareTarget } from './prepare-target.ts'
import { digestOf, type TableDigest } from './table-digest.ts'

interface Options {
  /** Path of an SQLite file or URL of a database on a server; is only read. */
  readonly from: string
  /** URL of an empty database on a server, or of one that a copy was begun into. */
  readonly to: string
  /** Called as rows were copied or compared; each is done once for `total`. */
  readonly onProgress?: (phase: 'copy' | 'compare', rows: number, total: number) => void
}

/** A table that is alike in source and target. */
export interface CopiedTable extends TableDigest {
  readonly table: string
}

interface Work {
  readonly source: Kysely<unknown>
  readonly target: Kysely<unknown>
  readonly model: ModelDatabase
  readonly onProgress: NonNullable<Options['onProgress']>
}

/**
 * Copies every table into an empty database on a server and compares both. A copy that was broken
 * off goes on where it was. Throws a DatabaseProblem when that cannot be, and when the source was
 * written to meanwhile.
 */
export const copyDatabase = async ({
  from,
  to,
  onProgress = () => undefined,
}: Options): Promise<readonly CopiedTable[]> => {
  if (!isServerUrl(to))
    throw new DatabaseProblem(
      'The target must be a URL such as postgres://user:password@host:5432/latchkey.',
    )
  const model = await openModelDatabase()
  try {
    return await withSource(from, async (source) => {
      await requirePresentSchema(source)
      return openForMigration(to, async (target) => {
        const work = { source, target, model, onProgress }
        await copyAll(work)
        const tables = await compareAll(work)
        await endProgress(target)
        return tables
      })
    })
  } finally {
    await model.close()
  }
}

const copyAll = async ({ source, target, model, onProgress }: Work): Promise<void> => {
  const progress = await prepareTarget(target, model)
  const counts = await Promise.all(model.tables.map(({ name }) => countOf(source, name)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  let copied = [...progress.values()].reduce((sum, { rows }) => sum + rows, 0)
  const onRows = (count: number) => {
    copied += count
    onProgress('copy', copied, total)
  }
  for (const table of model.tables) {
    const begun = progress.get(table.name)
    if (!begun) throw new DatabaseProblem(BEGUN_BY_ANOTHER)
    await copyTable({ source, target, onRows }, table, begun)
  }
}

const BEGUN_BY_ANOTHER =
  'The copy was begun by another version of Latchkey: finish it there, or empty the target.'

const compareAll = async ({ source, target, model, onProgress }: Work) => {
  const compared: CopiedTable[] = []
  const changed: string[] = []
  const counts = await Promise.all(model.tables.map(({ name }) => countOf(target, name)))
  const total = 2 * counts.reduce((sum, count) => sum + count, 0)
  let rows = 0
  const onRows = (count: number) => {
    rows += count
    onProgress('compare', Math.min(rows, total), total)
  }
  for (const table of model.tables) {
    const copied = await digestOf(target, table, onRows)
    const original = await digestOf(source, table, onRows)
    if (copied.digest !== original.digest || copied.rows !== original.rows) changed.push(table.name)
    compared.push({ table: table.name, ...copied })
  }
  if (changed.length > 0) throw changedMeanwhile(changed)
  return compared
}

const countOf = async (db: Kysely<unknown>, table: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)}`.execute(db)
  return Number(rows[0]?.count)
}
