import type { Budget } from '@latchkey/core'
import {
  afterNoon,
  aMailOrder,
  anOtpCode,
  anOtpRequest,
  aPasswordReset,
  aPreRegistration,
  aSession,
  aUser,
  hashOf,
  NOON,
} from '@latchkey/core/testing'
import Sqlite from 'better-sqlite3'
import { Kysely, type LogEvent } from 'kysely'
import { expect, test } from 'vitest'
import { migrateUp } from '../migrations/migrate.ts'
import { temporaryFile, testSealer } from '../testing/test-database.ts'
import type { Schema } from './schema.ts'
import { ImmediateSqliteDialect } from './sqlite-dialect.ts'
import { sqlStorage } from './storage.ts'
import { sweep } from './sweep.ts'

const BUDGET: Budget = { name: 'login', limit: 1, windowSeconds: 60 }

/** Notes every statement that runs. */
const openNoting = async () => {
  const file = temporaryFile()
  await migrateUp(file)
  const sqlite = new Sqlite(file)
  const noted = new Set<string>()
  const dialect = new ImmediateSqliteDialect({ file: sqlite, patienceMs: 0 })
  const log = ({ query }: LogEvent) => void noted.add(query.sql)
  const db = new Kysely<Schema>({ dialect, log })
  const options = { sealer: testSealer(), newId: () => crypto.randomUUID() }
  const connections = { read: db, write: db }
  return { sqlite, noted, connections, storage: sqlStorage(connections, options) }
}

const useEverything = async ({ connections, storage }: Awaited<ReturnType<typeof openNoting>>) => {
  const { stores, mailQueue } = storage
  await stores.users.add(aUser({ roles: ['admin', 'user'] }))
  await stores.users.findByEmail('ada@example.org')
  await stores.users.lock('user-1')
  await stores.users.recordLogin('user-1', NOON)
  await stores.users.anyoneHas('admin')
  await stores.credentials.findByEmail('ada@example.org')
  await stores.preRegistrations.add(aPreRegistration())
  await stores.preRegistrations.find('attempt-1', NOON)
  await stores.preRegistrations.reserveProof('attempt-1')
  await stores.preRegistrations.releaseProof('attempt-1')
  await stores.preRegistrations.promote(aPreRegistration())
  await stores.preRegistrations.removeAll('ada@example.org')
  await stores.sessions.add(aSession(), hashOf('a'))
  const rotation = { sessionId: 'session-1', presented: hashOf('a'), next: hashOf('b') }
  await stores.sessions.rotate({ ...rotation, now: NOON, nextExpiresAt: afterNoon(1) })
  await stores.sessions.find('session-1')
  await stores.sessions.end('session-1', 'logout', NOON)
  await stores.sessions.endAll('user-1', 'logout', NOON)
  await stores.passwordResets.add(aPasswordReset())
  await stores.passwordResets.spend(aPasswordReset(), NOON)
  await stores.otps.add(anOtpRequest())
  await stores.otps.find('otp-1', NOON)
  await stores.otps.addCode('otp-1', anOtpCode(), 5, NOON)
  await stores.otps.reserveTry('otp-1', 5, NOON)
  await stores.otps.consume('otp-1')
  for (let n = 0; n < 2; n++) await stores.budgets.reserve(BUDGET, 'ada', NOON)
  await stores.budgets.release(BUDGET, 'ada')
  await stores.outbox.add(aMailOrder(), NOON)
  const [message] = await mailQueue.claim('me', 1, NOON, afterNoon(1))
  await mailQueue.renew('me', [message?.id ?? ''], afterNoon(2))
  await mailQueue.release('me')
  await mailQueue.owners()
  await mailQueue.nextDueAt()
  await storage.revocations.since(NOON)
  await sweep(connections, { now: afterNoon(1e11), auditRetentionDays: 1 })
}

test('ending all sessions of a user looks at theirs alone', async () => {
  const { sqlite } = await openNoting()
  const steps = sqlite
    .prepare('explain query plan select id from sessions where revoked_at is null and user_id = ?')
    .all('user-1')
  sqlite.close()
  expect(steps).toMatchObject([{ detail: expect.stringContaining('sessions_user_id') }])
})

test('no statement on a table that grows reads all of it', async () => {
  const noting = await openNoting()
  await useEverything(noting)
  const plans = [...noting.noted]
    .filter((sql) => /^\s*(select|update|delete)/i.test(sql))
    .map((sql) => {
      const parameters = Array.from({ length: sql.split('?').length - 1 }, () => 0)
      const steps = noting.sqlite.prepare(`explain query plan ${sql}`).all(...parameters)
      return { sql, plan: steps.map((step) => (step as { detail: string }).detail) }
    })
  noting.sqlite.close()
  expect(plans.length).toBeGreaterThan(25)
  const isScan = (step: string) =>
    /SCAN (?!setup_tokens)|TEMP B-TREE/.test(step) || (/SEARCH/.test(step) && !/USING/.test(step))
  const scans = plans.filter(({ plan }) => plan.some(isScan))
  expect(scans).toEqual([])
})
