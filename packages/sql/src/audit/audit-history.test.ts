import type { AuditPage } from '@latchkey/core'
import { NOON } from '@latchkey/core/testing'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '../shared/database.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import { describeEngines } from '../testing/engines.ts'
import { auditPage } from './audit-history.ts'

const EVENTS = 4000
const ID = '00000000-0000-7000-8000-000000000007'

/** What each filter is to be found by. */
const FILTERS: readonly (readonly [AuditPage['filter'], string])[] = [
  [{}, 'audit_events_at'],
  [{ from: NOON }, 'audit_events_at'],
  [{ before: NOON }, 'audit_events_at'],
  [{ userId: ID }, 'audit_events_user'],
  [{ actorId: ID }, 'audit_events_actor'],
  [{ action: 'authn_login_fail' }, 'audit_events_action'],
  [{ success: false }, 'audit_events_success'],
  [{ code: 'password_wrong' }, 'audit_events_code'],
  [{ ipAddress: '192.0.2.7' }, 'audit_events_ip_address'],
  [{ requestId: 'request-7' }, 'audit_events_request_id'],
]

/** A log in which every filter means few events or many, as in a real one. */
const fill = async ({ write }: Database): Promise<void> => {
  const numbers = Array.from({ length: EVENTS }, (_, n) => n)
  for (let from = 0; from < EVENTS; from += 500) {
    const rows = numbers.slice(from, from + 500).map((n) => ({
      id: `event-${n}`,
      at: NOON.getTime() + n * 1000,
      action: n % 80 === 0 ? ('authn_login_fail' as const) : ('authn_login_success' as const),
      user_id: `00000000-0000-7000-8000-${String(n % 400).padStart(12, '0')}`,
      session_id: null,
      actor_id: `00000000-0000-7000-8000-${String(n % 400).padStart(12, '0')}`,
      resource: 'session',
      success: n % 80 === 0 ? 0 : 1,
      code: n % 80 === 0 ? 'password_wrong' : null,
      metadata: '{}',
      ip_address: `192.0.2.${n % 250}`,
      user_agent: 'Browser/1.0',
      request_id: `request-${n}`,
      method: 'POST',
      endpoint: '/api/auth/login',
      received_at: NOON.getTime(),
      processing_time_ms: 1,
      ...{ mark: null, sequence: n + 1, digest: null, about_digest: null, origin_digest: null },
      erasure: null,
    }))
    await write.insertInto('audit_events').values(rows).execute()
  }
  const analyze = dialectOf(write).name === 'MySQL' ? sql`analyze table audit_events` : sql`analyze`
  await analyze.execute(write)
}

/** Reads all that is meant, instead of the page. */
const SORTS_ALL = /-> {2}Sort|filesort|TEMP B-TREE FOR ORDER BY|Seq Scan/

const EXPLAIN = { SQLite: 'explain query plan', PostgreSQL: 'explain', MySQL: 'explain' } as const

/** How the database would read the page, in its own words. */
const planOf = async (db: Kysely<Schema>, page: AuditPage): Promise<string> => {
  const query = auditPage(db, page).compile()
  const statement = `${EXPLAIN[dialectOf(db).name]} ${query.sql}`
  return JSON.stringify((await db.executeQuery({ ...query, sql: statement })).rows)
}

describeEngines((engine) => {
  test('every filter of the audit log is read off an index of its own, page by page', async () => {
    const database = await engine.open()
    await fill(database)
    await database.read.connection().execute(async (db) => {
      // Of a few events PostgreSQL sorts all, and rightly: what counts is that it need not.
      if (engine.name === 'PostgreSQL')
        for (const way of ['enable_sort', 'enable_bitmapscan'])
          await sql`set ${sql.id(way)} = off`.execute(db)
      for (const [filter, index] of FILTERS)
        for (const after of [null, { id: 'event-3000', at: new Date(NOON.getTime() + 3e6) }]) {
          const plan = await planOf(db, { filter, after, limit: 51 })
          expect(plan, JSON.stringify(filter)).toMatch(new RegExp(`${index}\\b`))
          expect(plan).not.toMatch(SORTS_ALL)
        }
    })
  })
})
