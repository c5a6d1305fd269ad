import Sqlite from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'

/** The columns that the floors use. */
interface BareSchema {
  users: { id: string; email: string; created_at: number }
  sessions: {
    id: string
    user_id: string
    secret_hash: string
    last_hash: string | null
    rotated_at: number | null
    last_used_at: number
    refresh_expires_at: number
    expires_at: number
    revoked_at: number | null
  }
}

/** Connections, as the server has. */
const POOL = 10

/** The measured database with Kysely as it comes, with the pragmas or the pool of the server. */
export const bareDatabase = (location: string): Kysely<BareSchema> =>
  location.startsWith('postgres:') ? bareServer(location) : bareFile(location)

const bareServer = (connectionString: string): Kysely<BareSchema> => {
  // As the server reads them: instants are numbers.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number)
  const pool = new pg.Pool({ connectionString, max: POOL })
  return new Kysely<BareSchema>({ dialect: new PostgresDialect({ pool }) })
}

const bareFile = (file: string): Kysely<BareSchema> => {
  const database = new Sqlite(file)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'])
    database.pragma(pragma)
  return new Kysely<BareSchema>({ dialect: new SqliteDialect({ database }) })
}
