import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely'
import { dialectOf } from './dialect.ts'
import type { Schema } from './schema.ts'
import { slicesOf } from './slices.ts'

type Value = string | number | null

interface Change<T extends keyof Schema> {
  readonly table: T
  /** The primary key, which tells the row that is meant. */
  readonly key: keyof Schema[T] & string
  /** What is set; `bigint` says that it is a number. */
  readonly columns: Readonly<Partial<Record<keyof Schema[T] & string, 'text' | 'bigint'>>>
  /** Key first, then a value for each column. */
  readonly rows: readonly (readonly Value[])[]
}

/** Sets columns of many rows, each to values of its own; resolves to how many rows were found. */
export const updateAll = async <T extends keyof Schema>(
  db: Kysely<Schema>,
  change: Change<T>,
): Promise<number> => {
  let found = 0
  for (const rows of slicesOf(change.rows)) {
    const statement = statementFor(db, { ...change, rows })
    const { numAffectedRows } = await db.executeQuery({ ...statement, parameters: rows.flat() })
    found += Number(numAffectedRows ?? 0)
  }
  return found
}

/** To build a statement for many rows costs more than all else that is done with them. */
const statements = new Map<string, CompiledQuery>()

const statementFor = <T extends keyof Schema>(
  db: Kysely<Schema>,
  change: Change<T>,
): CompiledQuery => {
  const { table, columns, rows } = change
  const { name, hasUpdateFrom } = dialectOf(db)
  const kind = JSON.stringify([name, table, Object.keys(columns), rows.length])
  const known = statements.get(kind)
  if (known) return known
  const made = (hasUpdateFrom ? updateFrom : updateJoin)(change).compile(db)
  statements.set(kind, made)
  return made
}

type Statement = <T extends keyof Schema>(change: Change<T>) => RawBuilder<unknown>

const updateFrom: Statement = ({ table, key, columns, rows }) => {
  const sets = Object.entries(columns).map(([name, type], index) => {
    const value = sql.ref(`v.column${index + 2}`)
    return sql`${sql.id(name)} = ${type === 'bigint' ? sql`cast(${value} as bigint)` : value}`
  })
  return sql`
    update ${sql.table(table)} set ${sql.join(sets)}
    from (values ${sql.join(rows.map((row) => sql`(${sql.join(row)})`))}) as v
    where ${sql.ref(`${table}.${key}`)} = v.column1`
}

/**
 * MySQL has to be told how the texts of the list compare, and to look for each row by its key: if it
 * read the table instead, it would wait for every row that somebody else is writing.
 */
const updateJoin: Statement = ({ table, key, columns, rows }) => {
  const names = [key, ...Object.keys(columns)]
  const lines = rows.map((row) => {
    const values = row.map((value, index) => sql`${value} as ${sql.id(names[index] ?? '')}`)
    return sql`select ${sql.join(values)}`
  })
  const sets = Object.keys(columns).map(
    (name) => sql`${sql.ref(`t.${name}`)} = ${sql.ref(`v.${name}`)}`,
  )
  return sql`
    update (${sql.join(lines, sql` union all `)}) as v
    straight_join ${sql.table(table)} as t force index for join (primary)
    on ${sql.ref(`t.${key}`)} = ${sql.ref(`v.${key}`)} collate utf8mb4_bin
    set ${sql.join(sets)}`
}
