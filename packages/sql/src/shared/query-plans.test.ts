import type { Budget, MailFilter } from '@latchkey/core'
import {
  afterNoon,
  aMailOrder,
  anAuditEvent,
  anEmailChange,
  anInvitation,
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
import { auditKeys } from '../audit/audit-keys.ts'
import { auditLinker } from '../audit/audit-linker.ts'
import { beginChain } from '../audit/begin-chain.ts'
import { cutAuditLog } from '../audit/cut-audit-log.ts'
import { resealSubjectKeys } from '../audit/subject-keys.ts'
import { verifyAuditLog } from '../audit/verify-audit-log.ts'
import { migrateUp } from '../migrations/migrate.ts'
import { temporaryFile, testAuditKeys, testSealer, testStorage } from '../testing/test-database.ts'
import type { Connections } from './connections.ts'
import type { Schema } from './schema.ts'
import { ImmediateSqliteDialect } from './sqlite-dialect.ts'
import { sqlStorage } from './storage.ts'
import { sweep } from './sweep.ts'

/** Tables of a few rows at most, and lists that stand in the statement. */
const FINE =
  /SCAN (settings|setting_versions|setup_tokens|roles|audit_keys|v$|CONSTANT ROW|\d+-ROW VALUES)/
/** In the order of an index, which ends with the page that was asked for. */
const WALKS_A_PAGE = new RegExp(
  `SCAN (${[
    'users USING INDEX (users_created_at|sqlite_autoindex_users_2)',
    'audit_events USING INDEX audit_events_at',
    'invitations USING INDEX sqlite_autoindex_invitations_1',
    'messages USING INDEX sqlite_autoindex_messages_1',
  ].join('|')})$`,
)
/** Of the events of one instant, or of one request, which are few. */
const SORTS_A_FEW = /TEMP B-TREE FOR LAST TERM OF ORDER BY$/
/** Of events that were not linked within a second; only a command asks. */
const SORTS_WHAT_WAITS = /"sequence" is null and "id" > \? order by "id"/
/** The sessions of one user, found by an index. */
const SORTS_OWN_SESSIONS = /from "sessions" where "user_id" = \? .* order by "last_used_at"/
/** Of what was recorded within the last second, ten thousand at most. */
const GROUPS_WHAT_WAITS = /where sequence is null limit 10000\) as w/
const GROUPS_A_BATCH = /where id in \((\?, )*\?\)\s+\) as w/
/** All of them, along the smallest index there is. */
const COUNTS_USERS = /^select count\(\*\) as "count" from "users"$/
const SORTS_FEW = [
  SORTS_WHAT_WAITS,
  SORTS_OWN_SESSIONS,
  GROUPS_WHAT_WAITS,
  GROUPS_A_BATCH,
  COUNTS_USERS,
]

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
  const keys = testAuditKeys()
  const options = { sealer: testSealer(), newId: () => crypto.randomUUID(), auditKeys: keys }
  const connections = { read: db, write: db }
  return { sqlite, noted, connections, storage: sqlStorage(connections, options) }
}

const useEverything = async ({ connections, storage }: Awaited<ReturnType<typeof openNoting>>) => {
  const { stores, mailQueue, otps } = storage
  await stores.users.add(aUser({ roles: ['admin', 'user'] }))
  await stores.users.findByEmail('ada@example.org')
  await stores.users.lock('user-1')
  await stores.users.recordLogin('user-1', NOON)
  await stores.users.changeProfile('user-1', { firstName: 'Ada' }, NOON)
  await stores.users.anyoneHas('admin')
  await stores.users.grant('user-1', 'support', NOON)
  await stores.roles.add({ name: 'editor', description: '', permissions: [] })
  await stores.roles.all()
  await stores.roles.remove('editor')
  await stores.access.lock()
  await stores.access.find('user-1')
  await stores.access.hasOtherAdministrator('user-1')
  await stores.access.setRoles('user-1', ['admin'], NOON)
  await stores.access.disable('user-1', NOON)
  await stores.access.enable('user-1', NOON)
  await storage.accessChanges.since(NOON)
  await stores.users.erase(aUser({ id: 'nobody', email: 'nobody@example.org' }))
  await stores.preRegistrations.ofAddress('ada@example.org')
  await stores.outbox.withdraw(['ada@example.org'])
  await stores.directory.find('user-1', NOON)
  const page = { filter: {}, isDescending: true, after: null, limit: 50 }
  for (const sort of ['createdAt', 'email'] as const)
    for (const after of [null, aUser()])
      for (const filter of [{}, { isDisabled: false, createdFrom: NOON }])
        await stores.directory.list({ ...page, sort, after, filter }, NOON)
  const filter = { emailPrefix: 'ada' }
  await stores.directory.list({ ...page, sort: 'email', filter }, NOON)
  await stores.credentials.findByEmail('ada@example.org')
  await stores.emailChanges.replace(anEmailChange())
  await stores.emailChanges.find('user-1', NOON)
  await stores.emailChanges.reserveTry('change-1')
  await stores.emailChanges.spend('change-1')
  const address = { address: 'ada@example.org', canonical: 'ada@example.org' }
  await stores.users.changeEmail('user-1', address, NOON)
  const webp = Uint8Array.of(1)
  await stores.avatars.replace({ id: 'avatar-1', userId: 'user-1', webp, createdAt: NOON })
  await stores.avatars.find('avatar-1')
  await stores.avatars.remove('user-1')
  await stores.brandLogos.add({ id: 'logo-1', webp, createdAt: NOON })
  await stores.brandLogos.find('logo-1')
  for (const keep of [2, 0]) await stores.passwordHistory.retire('user-1', keep)
  await stores.passwordHistory.recent('user-1', 24)
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
  await stores.sessions.live('user-1', NOON)
  await stores.sessions.end('session-1', 'logout', NOON)
  await stores.sessions.endAll('user-1', 'logout', NOON)
  await stores.passwordResets.add(aPasswordReset())
  await stores.passwordResets.removeAll('user-1')
  await stores.passwordResets.spend(aPasswordReset(), NOON)
  await stores.invitations.replace(anInvitation())
  await stores.invitations.find('invitation-1', NOON)
  await stores.invitations.findByEmail('bob@example.org', NOON)
  for (const after of [null, 'invitation-2'])
    await stores.invitations.list({ after, limit: 50 }, NOON)
  await stores.invitations.spend(anInvitation(), NOON)
  await otps.add(anOtpRequest())
  await otps.find('otp-1', NOON)
  await otps.addCode('otp-1', anOtpCode(), 5, NOON)
  await otps.guess('otp-1', anOtpCode().hash, 5, NOON)
  for (let n = 0; n < 2; n++) await stores.budgets.reserve(BUDGET, 'ada', NOON)
  await stores.budgets.release(BUDGET, 'ada')
  await stores.budgets.clear(BUDGET, 'ada')
  await stores.lockouts.reserve('ada', BUDGET, NOON)
  await stores.lockouts.release('ada', NOON)
  await stores.lockouts.endRow('ada')
  await stores.lockouts.read('ada')
  await stores.lockouts.clear('ada')
  const change = { key: 'otp_max_attempts', value: 3, updatedBy: null, expected: null }
  await stores.changedSettings.change(change, NOON)
  await stores.changedSettings.all()
  await stores.changedSettings.history('otp_max_attempts')
  await stores.changedSettings.find('otp_max_attempts', 1)
  await stores.outbox.add(aMailOrder(), NOON)
  const [message] = await mailQueue.claim('me', 1, NOON, afterNoon(1))
  await mailQueue.renew('me', [message?.id ?? ''], afterNoon(2))
  await mailQueue.takeOver('me', 'you', message?.id ?? '', afterNoon(3), afterNoon(1))
  await mailQueue.release('you')
  await mailQueue.waitingSince()
  await mailQueue.pending()
  await mailQueue.leaving(['verify_email'], NOON, NOON)
  await mailQueue.owners()
  await mailQueue.nextDueAt()
  const mails: MailFilter[] = [{}, { state: 'dead' }, { to: 'a@x.org' }]
  for (const after of [null, message?.id ?? ''])
    for (const filter of [...mails, { state: 'sent', to: 'a@x.org', template: 'welcome' } as const])
      await stores.mailRecords.list({ filter, after, limit: 50 })
  await stores.mailRecords.find(message?.id ?? '')
  await stores.mailRecords.queueAgain(message?.id ?? '', NOON)
  await storage.revocations.since(NOON)
  await sweep(connections, { now: afterNoon(1e11) })
  await useAuditLog(connections)
}

const useAuditLog = async (connections: Connections) => {
  const keys = auditKeys(testSealer())
  await beginChain(connections, keys, NOON)
  const { audit } = testStorage(connections, keys).stores
  const linker = auditLinker(connections, keys, { owner: 'me' })
  await audit.record(anAuditEvent())
  const { auditHistory, statistics } = testStorage(connections, keys).stores
  for (const after of [null, anAuditEvent()])
    await auditHistory.list({ filter: {}, after, limit: 50 })
  await statistics.days(NOON)
  await statistics.activeSessions(NOON)
  await statistics.users()
  await statistics.mail()
  await linker.round(afterNoon(60_000))
  await audit.record(anAuditEvent({ id: 'event-2', userId: 'user-2' }))
  await verifyAuditLog({ read: connections.read }, keys, { now: NOON })
  await audit.forget('user-1', NOON)
  await linker.round(afterNoon(60_000))
  await linker.release()
  await resealSubjectKeys(connections, testSealer())
  await cutAuditLog(connections, keys, afterNoon(1e11))
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
    !FINE.test(step) &&
    !WALKS_A_PAGE.test(step) &&
    !SORTS_A_FEW.test(step) &&
    (/SCAN|TEMP B-TREE/.test(step) || (/SEARCH/.test(step) && !/USING/.test(step)))
  const scans = plans.filter(
    ({ sql, plan }) => !SORTS_FEW.some((fine) => fine.test(sql)) && plan.some(isScan),
  )
  expect(scans).toEqual([])
})
