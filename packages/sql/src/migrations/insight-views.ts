import { type Kysely, sql } from 'kysely'
import { dialectOf } from '../shared/dialect.ts'
import type { SqlDialect } from '../shared/sql-dialect.ts'

/** What the databases say differently: an instant as they show it, its day, and the present. */
interface Words {
  readonly create: string
  instant(column: string): string
  day(column: string): string
  readonly now: string
}

const WORDS: Readonly<Record<SqlDialect['name'], Words>> = {
  SQLite: {
    create: 'create view if not exists',
    instant: (column) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`,
    day: (column) => `strftime('%Y-%m-%d', ${column} / 1000, 'unixepoch')`,
    now: "cast(strftime('%s', 'now') as integer) * 1000",
  },
  PostgreSQL: {
    create: 'create or replace view',
    instant: (column) => `to_timestamp(${column} / 1000.0)`,
    day: (column) => `(to_timestamp(${column} / 1000.0) at time zone 'UTC')::date`,
    now: '(extract(epoch from now()) * 1000)::bigint',
  },
  MySQL: {
    create: 'create or replace view',
    instant: (column) => `timestamp('1970-01-01') + interval ${column} * 1000 microsecond`,
    day: (column) => `date(timestamp('1970-01-01') + interval ${column} * 1000 microsecond)`,
    now: 'unix_timestamp(now(3)) * 1000',
  },
}

/** The views for programs that make charts: their names and columns stay (docs/statistics.md). */
export const createViews = async (db: Kysely<unknown>): Promise<void> => {
  const { create, instant, day, now } = WORDS[dialectOf(db).name]
  await sql
    .raw(`${create} active_user_sessions as
      select s.id as session_id, s.user_id, u.email, s.amr as methods,
        ${instant('s.created_at')} as signed_in_at, ${instant('s.last_used_at')} as last_used_at,
        ${instant('s.expires_at')} as expires_at, s.ip_address, s.user_agent
      from sessions s join users u on u.id = s.user_id
      where s.revoked_at is null and s.expires_at > ${now}`)
    .execute(db)
  await sql
    .raw(`${create} failed_login_summary as
      select ${day('d.day')} as day, d.code as reason, d.total as failures
      from audit_days d where d.name = 'authn_login_fail'`)
    .execute(db)
}

export const dropViews = async (db: Kysely<unknown>): Promise<void> => {
  for (const view of ['failed_login_summary', 'active_user_sessions'])
    await sql`drop view if exists ${sql.id(view)}`.execute(db)
}
