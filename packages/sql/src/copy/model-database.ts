import Sqlite from 'better-sqlite3'
import { Kysely, sql } from 'kysely'
import { migrateOpened } from '../migrations/migrate.ts'
import { MIGRATIONS } from '../migrations/migrations.ts'
import { ImmediateSqliteDialect } from '../shared/sqlite-dialect.ts'

/** A table as every database has it. */
export interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
  /** The columns of the primary key, in its order. */
  readonly key: readonly string[]
}

/** A database in memory that the migrations made, and what can be read off it. */
export interface ModelDatabase {
  /** Holds what the migrations insert, and nothing else. */
  readonly db: Kysely<unknown>
  /** Every table; one that refers to another comes after it. */
  readonly tables: readonly TableShape[]
  close(): Promise<void>
}

/**
 * What a copy must know about the tables is taken from the migrations themselves, so that a table or
 * column of a later one cannot be forgotten.
 */
export const openModelDatabase = async (migrations = MIGRATIONS): Promise<ModelDatabase> => {
  const file = new Sqlite(':memory:')
  const db = new Kysely<unknown>({ dialect: new ImmediateSqliteDialect({ file, patienceMs: 0 }) })
  try {
    await migrateOpened(db, migrations)
    return { db, tables: await tablesOf(db), close: () => db.destroy() }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

interface ColumnRow {
  readonly table: string
  readonly name: string
  readonly type: string
  /** Place in the primary key, from 1; 0 outside it. */
  readonly pk: number
}

const tablesOf = async (db: Kysely<unknown>): Promise<readonly TableShape[]> => {
  const { rows: columns } = await sql<ColumnRow>`
    select t.name as "table", c.name, c.type, c.pk
    from sqlite_master t join pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'kysely\\_%' escape '\\'
      and t.name not like 'sqlite\\_%' escape '\\'
    order by t.name, c.cid`.execute(db)
  const { rows: references } = await sql<Reference>`
    select distinct t.name as "from", f."table" as "to"
    from sqlite_master t join pragma_foreign_key_list(t.name) f
    where t.type = 'table'`.execute(db)
  const names = [...new Set(columns.map(({ table }) => table))]
  return inOrder(names, references).map((name) =>
    shapeOf(
      name,
      columns.filter(({ table }) => table === name),
    ),
  )
}

const shapeOf = (name: string, columns: readonly ColumnRow[]): TableShape => {
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  if (key.length === 0) throw new Error(`${name} has no primary key, by which it could be copied`)
  return { name, columns: columns.map((c) => c.name), key: key.map((c) => c.name) }
}

interface Reference {
  readonly from: string
  readonly to: string
}

/** By name, but after every table that they refer to. */
const inOrder = (names: readonly string[], references: readonly Reference[]): readonly string[] => {
  const ordered: string[] = []
  while (ordered.length < names.length) {
    const next = names.filter(
      (name) =>
        !ordered.includes(name) &&
        references.every(({ from, to }) => from !== name || ordered.includes(to)),
    )
    if (next.length === 0) throw new Error('tables that refer to each other cannot be copied')
    ordered.push(...next)
  }
  return ordered
}
