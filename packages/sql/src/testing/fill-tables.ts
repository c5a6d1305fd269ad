import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { openModelDatabase } from '../copy/model-database.ts'
import { digestOf, type TableDigest } from '../copy/table-digest.ts'

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
  /** The table whose key the column holds. */
  readonly parent: string | null
}

/** What some database somewhere cuts off, folds together or refuses. */
const AWKWARD = ['', ' ', '  ', 'É', 'e\u0301', '🗝️', "'", '\\', '"', '%_', '\n', 'ß', '日本', 'İ']
const ALSO_WITH_NUL = [...AWKWARD, '\0', ' \0', ' \0\0']
const AN_INSTANT = 1_700_000_000_000

/**
 * Puts so many rows into every table there is, each column with values of its type: a table that a
 * later migration adds is filled as well. NULs only where every database of the test keeps them.
 */
export const fillTables = async (
  db: QueryExecutorProvider,
  { rows, withNul = false }: { readonly rows: number; readonly withNul?: boolean },
): Promise<void> => {
  const columns = await columnsOf()
  const texts = withNul ? ALSO_WITH_NUL : AWKWARD
  for (const [table, own] of Map.groupBy(columns, ({ table }) => table)) {
    const names = sql.join(own.map(({ name }) => sql.ref(name)))
    for (let first = 0; first < rows; first += 200) {
      const numbers = Array.from({ length: Math.min(200, rows - first) }, (_, n) => first + n)
      const lines = numbers.map((n) => sql`(${sql.join(own.map((c) => valueIn(c, n, texts)))})`)
      await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(lines)}`.execute(db)
    }
  }
}

const valueIn = (
  { type, notnull, pk, parent }: Column,
  n: number,
  texts: readonly string[],
): string | number | null => {
  if (pk > 0 && /int/.test(type)) return n
  if (parent !== null || pk > 0) return `${n}${texts[n % texts.length]}`
  if (notnull === 0 && n % 3 === 0) return null
  if (type === 'bigint') return AN_INSTANT + n
  if (type === 'integer') return n % 2
  return `${n}${texts[(n + 1) % texts.length]}`
}

const columnsOf = async (): Promise<readonly Column[]> => {
  const model = await openModelDatabase()
  const { rows } = await sql<Column>`
    select t.name as "table", c.name, lower(c.type) as type, c."notnull", c.pk, f."table" as parent
    from sqlite_master t join pragma_table_info(t.name) c
    left join pragma_foreign_key_list(t.name) f on f."from" = c.name
    where t.type = 'table'`.execute(model.db)
  await model.close()
  return model.tables.flatMap(({ name }) => rows.filter(({ table }) => table === name))
}

/** How many rows every table has. */
export const countRows = async (db: Kysely<unknown>): Promise<Readonly<Record<string, number>>> => {
  const model = await openModelDatabase()
  await model.close()
  const counts: Record<string, number> = {}
  for (const { name } of model.tables) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from ${sql.table(name)}`.execute(db)
    counts[name] = Number(rows[0]?.n)
  }
  return counts
}

/** What every table holds, comparable between databases. */
export const digestTables = async (
  db: Kysely<unknown>,
): Promise<Readonly<Record<string, TableDigest>>> => {
  const model = await openModelDatabase()
  await model.close()
  const digests: Record<string, TableDigest> = {}
  for (const table of model.tables) digests[table.name] = await digestOf(db, table)
  return digests
}
