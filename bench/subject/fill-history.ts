import { type Kysely, sql } from 'kysely'
import { openForMigration } from '../../packages/sql/src/migrations/open-for-migration.ts'

const DAY_MS = 86_400_000
const DAYS = 90

interface Options {
  /** URL of a PostgreSQL database that a subject was made in. */
  readonly location: string
  readonly users: number
  readonly events: number
}

/**
 * Adds users with a session each, and a log of 90 days, as PostgreSQL makes them fastest: without
 * indexes, which are then made as they were. One event in ten is a refused sign-in; the reason
 * `rare_code` is that of a few from long ago. The log counts as linked, by numbers below nought.
 */
export const fillHistory = ({ location, users, events }: Options): Promise<void> =>
  openForMigration(location, (pool) => pool.connection().execute((db) => fill(db, users, events)))

const fill = async (db: Kysely<unknown>, users: number, events: number): Promise<void> => {
  const run = (statement: string) => sql.raw(statement).execute(db)
  const now = Date.now()
  await run(`set maintenance_work_mem = '512MB'`)
  await run('set synchronous_commit = off')
  await run(`
      insert into users (id, email, email_canonical, email_verified, first_name, last_name, locale,
        preferences, credential_version, created_at, updated_at)
      select ${idOf('i', 'e')}, 'more-' || i || '@example.org', 'more-' || i || '@example.org', 1,
        'Ada', 'Lovelace', 'en', '{}', 1, ${now} - i * ${(DAYS * DAY_MS) / users}, ${now}
      from generate_series(1, ${users}::bigint) i`)
  await run(`
      insert into sessions (id, user_id, amr, secret_hash, authenticated_at, created_at,
        last_used_at, refresh_expires_at, expires_at, ip_address, user_agent)
      select ${idOf('i', 'f')}, ${idOf('i', 'e')}, '["pwd"]', md5(i::text), ${now}, ${now}, ${now},
        ${now + DAY_MS}, ${now + DAY_MS}, '192.0.2.1', 'Mozilla/5.0' from generate_series(1, ${users}) i`)
  const { rows: indexes } = await sql<{ name: string; made: string }>`
      select indexname as name, indexdef as made from pg_indexes
      where tablename = 'audit_events' and indexname not like '%_pkey'`.execute(db)
  for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(db)
  const isFailure = 'i % 10 = 0'
  await run(`
      insert into audit_events (id, at, action, user_id, session_id, actor_id, resource, success,
        code, metadata, ip_address, user_agent, request_id, method, endpoint, received_at,
        processing_time_ms, sequence, digest)
      select ${idOf('i', 'd')}, ${now} - i * ${(DAYS * DAY_MS) / events}::bigint,
        case when ${isFailure} then 'authn_login_fail' else 'authn_login_success' end,
        ${idOf(`i % ${users} + 1`, 'e')}, ${idOf(`i % ${users} + 1`, 'f')},
        case when ${isFailure} then null else ${idOf(`i % ${users} + 1`, 'e')} end,
        'session', case when ${isFailure} then 0 else 1 end,
        case when i > ${events} - 100 then 'rare_code' when ${isFailure} then 'password_wrong' end,
        '{}', '198.' || i % 50 || '.' || i % 251 || '.' || i % 253, 'Mozilla/5.0 (X11; Linux)',
        'request-' || i, 'POST', '/api/auth/login', ${now}, 12, -i, md5(i::text)
      from generate_series(1, ${events}::bigint) i`)
  for (const { made } of indexes) await run(made)
  await run(`
      insert into audit_days (day, name, code, total)
      select day, name, '', n from (
        select at - at % ${DAY_MS} as day, action as name, count(*) as n from audit_events
        where sequence < 0 group by 1, 2) e
      on conflict (day, name, code) do update set total = audit_days.total + excluded.total`)
  await run('vacuum analyze')
}

/** An id of number `i`, which is an expression; `kind` tells the tables apart. */
const idOf = (i: string, kind: string): string =>
  `lpad(to_hex(${i}), 8, '0') || '-0000-7000-8000-${kind}' || lpad(to_hex(${i}), 11, '0')`
