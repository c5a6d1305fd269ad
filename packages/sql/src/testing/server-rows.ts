import { sql } from 'kysely'
import { openServer } from '../shared/open-server.ts'
import { SERVING } from '../shared/pool-limits.ts'

export type ServerRow = Readonly<Record<string, string | number | null>>

/** A look into a database beside those who work on it. */
export interface ServerRows {
  /** Runs one statement, as it stands. */
  rows(statement: string): Promise<readonly ServerRow[]>
  close(): Promise<void>
}

export const serverRows = async (url: string): Promise<ServerRows> => {
  const db = await openServer<unknown>(url, { ...SERVING, connections: 2 })
  return {
    rows: async (statement) => (await sql<ServerRow>`${sql.raw(statement)}`.execute(db)).rows,
    close: () => db.destroy(),
  }
}
