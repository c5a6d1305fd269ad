/**
 * What administrators read. Each filter of the audit log has an index that ends with the instant,
 * so that a page is read off it, however long the log is; what charts show is counted by day.
 */
import { type Kysely, sql } from 'kysely'
import { createViews, dropViews } from './insight-views.ts'
import { steps } from './steps.ts'

/** AuditHistory.list; those of persons also serve AuditLog.forget, that of addresses `countEvents`. */
const FILTERS = [
  ['audit_events_user', ['user_id', 'at']],
  ['audit_events_actor', ['actor_id', 'at']],
  ['audit_events_action', ['action', 'at']],
  ['audit_events_success', ['success', 'at']],
  ['audit_events_code', ['code', 'at']],
  ['audit_events_ip_address', ['ip_address', 'at']],
  ['audit_events_request_id', ['request_id', 'at']],
] as const

const REPLACED = [
  ['audit_events_user_id', 'user_id'],
  ['audit_events_actor_id', 'actor_id'],
] as const

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { index, dropIndex, table, text } = steps(db)
  for (const [name, columns] of FILTERS) await index(name, 'audit_events', columns)
  for (const [name] of REPLACED) await dropIndex(name, 'audit_events')
  // StatisticsStore.activeSessions
  await index('sessions_live', 'sessions', ['revoked_at', 'expires_at'])
  // Numbers alone, of no person. A day is the instant at which it begins in UTC.
  await table('audit_days')
    .addColumn('day', 'bigint', (c) => c.notNull())
    .addColumn('name', text(64), (c) => c.notNull())
    .addColumn('code', text(64), (c) => c.notNull())
    .addColumn('total', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('audit_days_key', ['day', 'name', 'code'])
    .execute()
  await countSoFar(db)
  await createViews(db)
}

/** Events that wait to be linked are counted when they are. */
const countSoFar = async (db: Kysely<unknown>): Promise<void> => {
  const day = sql`at - at % 86400000`
  const counted = sql`(mark is null or mark = 'unmarked')`
  await sql`delete from audit_days`.execute(db)
  await sql`
    insert into audit_days (day, name, code, total)
    select day, action, code, count(*) from
      (select ${day} as day, action, coalesce(code, '') as code from audit_events
        where ${counted}) e
    group by day, action, code`.execute(db)
  await sql`
    insert into audit_days (day, name, code, total)
    select day, 'addresses', '', count(distinct ip_address) from
      (select ${day} as day, ip_address from audit_events
        where ip_address is not null and ${counted}) e
    group by day`.execute(db)
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  const { index, drop, dropIndex } = steps(db)
  await dropViews(db)
  await drop('audit_days')
  await dropIndex('sessions_live', 'sessions')
  for (const [name, column] of REPLACED) await index(name, 'audit_events', [column])
  for (const [name] of FILTERS) await dropIndex(name, 'audit_events')
}
