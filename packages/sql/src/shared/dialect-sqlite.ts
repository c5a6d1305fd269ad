import { sql } from 'kysely'
import { onConflict } from './on-conflict.ts'
import type { SqlDialect } from './sql-dialect.ts'

/** SQLite. It has one writer: the transaction itself keeps every other one out. */
export const sqlite: SqlDialect = {
  ...onConflict,
  name: 'SQLite',
  text: (maxLength) => sql`varchar(${sql.lit(maxLength)})`,
  longText: sql`text`,
  hasTable: async (db, name) => {
    const { rows } = await sql`
      select name from sqlite_master where type = 'table' and name = ${name}`.execute(db)
    return rows.length > 0
  },
  joined: (column) => sql`group_concat(${sql.ref(column)})`,
  locked: (query) => query,
  lockedInOrder: (query) => query,
  lockedWhereFree: (query) => query,
}
