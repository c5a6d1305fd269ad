import { type Kysely, sql } from 'kysely'
import { openServer } from '../shared/open-server.ts'
import { MIGRATING } from '../shared/pool-limits.ts'
import type { ServerName } from './test-servers.ts'

type Lines = readonly string[]

const textsOf = async (db: Kysely<unknown>, query: ReturnType<typeof sql>): Promise<Lines> => {
  const { rows } = await query.execute(db)
  return rows.map((row) => JSON.stringify(row))
}

const postgresSchema = async (db: Kysely<unknown>): Promise<Lines> => [
  ...(await textsOf(
    db,
    sql`select table_name, column_name, data_type, character_maximum_length, is_nullable
      from information_schema.columns where table_schema = 'public' order by 1, ordinal_position`,
  )),
  ...(await textsOf(
    db,
    sql`select indexdef from pg_indexes where schemaname = 'public' order by 1`,
  )),
  ...(await textsOf(
    db,
    sql`select conname, pg_get_constraintdef(oid) as definition from pg_constraint
      where connamespace = 'public'::regnamespace order by 1`,
  )),
]

const mysqlSchema = async (db: Kysely<unknown>): Promise<Lines> => {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = database() order by 1`.execute(db)
  const lines: string[] = []
  for (const { name } of rows)
    lines.push(...(await textsOf(db, sql`show create table ${sql.id(name)}`)))
  return lines
}

/** The tables, columns, indexes and constraints of a database on a server, but Kysely's own. */
export const dumpServerSchema = async (server: ServerName, url: string): Promise<Lines> => {
  const db = await openServer<unknown>(url, MIGRATING)
  try {
    const lines = await (server === 'PostgreSQL' ? postgresSchema(db) : mysqlSchema(db))
    return lines.filter((line) => !line.includes('kysely_'))
  } finally {
    await db.destroy()
  }
}
