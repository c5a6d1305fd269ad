import { sql } from 'kysely'
import type { Connections } from '../shared/connections.ts'

/** The schema as SQL text, tables and indexes by name; what `schema.sql` holds. */
export const dumpSchema = async ({ read }: Pick<Connections, 'read'>): Promise<string> => {
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_master
    where sql is not null and tbl_name not like 'kysely_%'
    order by tbl_name, type desc, name`.execute(read)
  return rows.map((row) => `${row.sql.replaceAll(/, (?=")/g, ',\n  ')};\n`).join('\n')
}
