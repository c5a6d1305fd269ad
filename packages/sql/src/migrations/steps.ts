import {
  type ColumnDefinitionBuilder,
  type CreateTableBuilder,
  type ForeignKeyConstraintBuilder,
  type Kysely,
  type RawBuilder,
  sql,
} from 'kysely'
import { dialectOf } from '../shared/dialect.ts'

/**
 * The steps of migrations, alike for every database. Where a database commits each of them at once
 * (MySQL), a step that was taken before a crash is found taken when the migration runs again.
 */
export const steps = (db: Kysely<unknown>) => {
  const { name: dialect, text, longText } = dialectOf(db)
  const isMysql = dialect === 'MySQL'
  return {
    text,
    longText,

    /** A table to add columns to. */
    table: (name: string): CreateTableBuilder<string> => {
      const table = db.schema.createTable(name).ifNotExists()
      return isMysql
        ? table.modifyEnd(sql`engine = InnoDB default character set utf8mb4 collate utf8mb4_bin`)
        : table
    },

    /** A further column of a table there is; null in every row unless `define` says otherwise. */
    column: async (
      table: string,
      name: string,
      type: 'bigint' | RawBuilder<unknown>,
      define = (column: ColumnDefinitionBuilder) => column,
    ): Promise<void> => {
      if (isMysql && (await hasMysqlColumn(db, name, table))) return
      await db.schema.alterTable(table).addColumn(name, type, define).execute()
    },

    index: async (
      name: string,
      table: string,
      columns: readonly string[],
      { isUnique = false } = {},
    ): Promise<void> => {
      if (isMysql && (await hasMysqlIndex(db, name, table))) return
      const index = db.schema
        .createIndex(name)
        .on(table)
        .columns([...columns])
      await (isUnique ? index.unique() : index).execute()
    },

    dropColumn: async (table: string, name: string): Promise<void> => {
      if (isMysql && !(await hasMysqlColumn(db, name, table))) return
      await db.schema.alterTable(table).dropColumn(name).execute()
    },

    dropIndex: async (name: string, table: string): Promise<void> => {
      if (isMysql && !(await hasMysqlIndex(db, name, table))) return
      const index = db.schema.dropIndex(name)
      await (isMysql ? index.on(table) : index).execute()
    },

    drop: async (table: string): Promise<void> => {
      await db.schema.dropTable(table).ifExists().execute()
    },
  }
}

export type Steps = ReturnType<typeof steps>

/** Rows that go with the user they belong to. A table names them apart: MySQL ignores those of columns. */
export const goesWithUser = (key: ForeignKeyConstraintBuilder): ForeignKeyConstraintBuilder =>
  key.onDelete('cascade')

const hasMysqlIndex = async (db: Kysely<unknown>, name: string, table: string) => {
  const { rows } = await sql`
    select index_name from information_schema.statistics
    where table_schema = database() and table_name = ${table} and index_name = ${name}`.execute(db)
  return rows.length > 0
}

const hasMysqlColumn = async (db: Kysely<unknown>, name: string, table: string) => {
  const { rows } = await sql`
    select column_name from information_schema.columns
    where table_schema = database() and table_name = ${table} and column_name = ${name}`.execute(db)
  return rows.length > 0
}
