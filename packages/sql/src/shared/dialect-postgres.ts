import { sql } from 'kysely'
import { onConflict } from './on-conflict.ts'
import type { SqlDialect } from './sql-dialect.ts'

/** PostgreSQL. Texts are compared byte by byte under every collation that the server makes itself. */
export const postgres: SqlDialect = {
  ...onConflict,
  name: 'PostgreSQL',
  text: (maxLength) => sql`varchar(${sql.lit(maxLength)})`,
  longText: sql`text`,
  hasTable: async (db, name) => {
    const { rows } = await sql<{ found: string | null }>`
      select to_regclass(quote_ident(${name}))::text as found`.execute(db)
    return rows[0]?.found != null
  },
  joined: (column) => sql`string_agg(${sql.ref(column)}, ',')`,
  locked: (query) => query.forUpdate(),
  lockedInOrder: (query, column) => query.orderBy(sql.ref(column)).forUpdate(),
  lockedWhereFree: (query) => query.forUpdate().skipLocked(),
}
