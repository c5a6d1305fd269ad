import { type CreateTableBuilder, type ForeignKeyConstraintBuilder, type Kysely, sql } from 'kysely'
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

    index: async (name: string, table: string, columns: readonly string[]): Promise<void> => {
      if (isMysql && (await hasMysqlIndex(db, name, table))) return
      await db.schema
        .createIndex(name)
        .on(table)
        .columns([...columns])
        .execute()
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
