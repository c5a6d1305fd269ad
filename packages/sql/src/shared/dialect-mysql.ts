import { sql } from 'kysely'
import type { SqlDialect } from './sql-dialect.ts'

const BINARY = sql`character set utf8mb4 collate utf8mb4_bin`

/** Whether the error says that a unique key of this name has the value already. */
const isDuplicateOf = (error: unknown, key: string): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === 'ER_DUP_ENTRY' &&
  new RegExp(`for key '([\\w$]+\\.)?${key}'$`).test(error.message)

/**
 * MySQL 8 and MariaDB, in what both of them know. Not `insert ignore`: it also ignores texts that
 * are too long and users who do not exist.
 */
export const mysql: SqlDialect = {
  name: 'MySQL',
  text: (maxLength) => sql`varchar(${sql.lit(maxLength)}) ${BINARY}`,
  longText: sql`text ${BINARY}`,
  hasTable: async (db, name) => {
    const { rows } = await sql`
      select table_name from information_schema.tables
      where table_schema = database() and table_name = ${name}`.execute(db)
    return rows.length > 0
  },
  hasOnConflict: false,
  hasReturning: false,
  hasUpdateFrom: false,
  joined: (column) => sql`group_concat(${sql.ref(column)})`,
  locked: (query) => query.forUpdate(),
  lockedInOrder: (query, column) => query.orderBy(sql.ref(column)).forUpdate(),
  lockedWhereFree: (query) => query.forUpdate().skipLocked(),

  insertUnlessThere: async (insert, { name }) => {
    try {
      await insert.execute()
      return true
    } catch (error) {
      if (isDuplicateOf(error, name)) return false
      throw error
    }
  },
}
