import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { TableShape } from './model-database.ts'

export type Value = string | number | null
/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Value>>
/** The values of a primary key. */
export type Key = readonly Value[]

export const keyOf = ({ key }: TableShape, row: Row): Key => key.map((name) => row[name] ?? null)

/**
 * The rows behind `after`, in the order in which this very database sorts the key: no two databases
 * need to agree on it.
 */
export async function* readBatches(
  db: Kysely<unknown>,
  table: TableShape,
  after: Key | null,
  size: number,
): AsyncGenerator<readonly Row[]> {
  const columns = sql.join(table.columns.map((name) => sql.ref(name)))
  const order = sql.join(table.key.map((name) => sql.ref(name)))
  for (let last = after; ; ) {
    const { rows } = await sql<Row>`
      select ${columns} from ${sql.table(table.name)} where ${isBehind(table.key, last)}
      order by ${order} limit ${sql.lit(size)}`.execute(db)
    const newest = rows.at(-1)
    if (!newest) return
    yield rows
    if (rows.length < size) return
    last = keyOf(table, newest)
  }
}

/** The first condition lets every database begin at the right place of its index. */
const isBehind = (key: readonly string[], last: Key | null): RawBuilder<unknown> => {
  const [first] = key
  if (last === null || first === undefined) return sql`1 = 1`
  return sql`${sql.ref(first)} >= ${last[0]} and (${isGreater(key, last)})`
}

const isGreater = ([first, ...others]: readonly string[], last: Key): RawBuilder<unknown> => {
  if (first === undefined) return sql`1 = 0`
  const column = sql.ref(first)
  const [value, ...rest] = last
  return others.length === 0
    ? sql`${column} > ${value}`
    : sql`${column} > ${value} or (${column} = ${value} and (${isGreater(others, rest)}))`
}
