import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'

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

/** The measured database with Kysely as it comes, under the pragmas of the server. */
export const bareDatabase = (file: string): Kysely<BareSchema> => {
  const database = new Sqlite(file)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'])
    database.pragma(pragma)
  return new Kysely<BareSchema>({ dialect: new SqliteDialect({ database }) })
}
