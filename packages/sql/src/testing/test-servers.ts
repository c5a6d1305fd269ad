import { randomBytes } from 'node:crypto'
import { env } from 'node:process'
import { type Kysely, sql } from 'kysely'
import { openServer } from '../shared/open-server.ts'
import { SERVING } from '../shared/pool-limits.ts'
import { DatabaseProblem } from '../shared/problems.ts'

export type ServerName = 'PostgreSQL' | 'MySQL'

/** Servers to test on: their own administrators' databases, under names that a CI service has. */
const ADMINISTRATION: Readonly<Record<ServerName, string>> = {
  PostgreSQL: env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres',
  MySQL: env['TEST_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306/mysql',
}

const asAdministrator = async <T>(
  server: ServerName,
  work: (db: Kysely<unknown>) => Promise<T>,
): Promise<T> => {
  const db = await openServer<unknown>(ADMINISTRATION[server], { ...SERVING, connections: 1 })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/**
 * Whether a server answers. Under `CI=true` it must: then a silent one throws, else its tests are
 * skipped under its name.
 */
export const answers = async (server: ServerName): Promise<boolean> => {
  try {
    await asAdministrator(server, async () => undefined)
    return true
  } catch (error) {
    if (!(error instanceof DatabaseProblem) || env['CI'] === 'true') throw error
    console.warn(`${server} is not tested. ${error.message}`)
    return false
  }
}

/** Defaults under which careless columns take different texts for the same. */
const CREATION: Readonly<Record<ServerName, string>> = {
  PostgreSQL: "encoding 'UTF8' template template0",
  MySQL: 'character set latin1 collate latin1_swedish_ci',
}

/** A database of its own on a server: its URL, and what removes it. */
export interface ServerDatabase {
  readonly url: string
  drop(): Promise<void>
}

export const createServerDatabase = async (server: ServerName): Promise<ServerDatabase> => {
  const name = `latchkey_test_${randomBytes(6).toString('hex')}`
  await asAdministrator(server, (db) =>
    sql`create database ${sql.id(name)} ${sql.raw(CREATION[server])}`.execute(db),
  )
  const url = new URL(ADMINISTRATION[server])
  url.pathname = `/${name}`
  const force = server === 'PostgreSQL' ? sql`with (force)` : sql``
  return {
    url: url.href,
    drop: async () => {
      await asAdministrator(server, (db) =>
        sql`drop database if exists ${sql.id(name)} ${force}`.execute(db),
      )
    },
  }
}

/** How often statements have read a table of a PostgreSQL database; told within some seconds. */
export const readsOf = async (url: string, table: string): Promise<number> => {
  const db = await openServer<unknown>(url, { ...SERVING, connections: 1 })
  try {
    const { rows } = await sql<{ reads: number }>`
      select coalesce(seq_scan, 0) + coalesce(idx_scan, 0) as reads
      from pg_stat_user_tables where relname = ${table}`.execute(db)
    return Number(rows[0]?.reads)
  } finally {
    await db.destroy()
  }
}
