import { type Kysely, MysqlAdapter, PostgresAdapter } from 'kysely'
import { mysql } from './dialect-mysql.ts'
import { postgres } from './dialect-postgres.ts'
import { sqlite } from './dialect-sqlite.ts'
import type { SqlDialect } from './sql-dialect.ts'

/** How the database behind `db` says what Kysely leaves to us. */
export const dialectOf = <Tables>(db: Kysely<Tables>): SqlDialect => {
  const { adapter } = db.getExecutor()
  if (adapter instanceof MysqlAdapter) return mysql
  return adapter instanceof PostgresAdapter ? postgres : sqlite
}
