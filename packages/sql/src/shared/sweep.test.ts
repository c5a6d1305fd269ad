import { NO_FAILURES } from '@latchkey/core'
import {
  afterNoon,
  aMailOrder,
  anEmailChange,
  anInvitation,
  anOtpCode,
  anOtpRequest,
  aPasswordReset,
  aPreRegistration,
  aSession,
  aSetupToken,
  aUser,
  hashOf,
  NOON,
} from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { describeEngines } from '../testing/engines.ts'
import { openTestDatabase, testStorage } from '../testing/test-database.ts'
import { sweep } from './sweep.ts'

const DAY_MS = 86_400_000
const BUDGET = { name: 'login', limit: 3, windowSeconds: 60 }

describeEngines((engine) => {
  test('what has expired goes, what has not stays', async () => {
    const database = await engine.open()
    const { stores, mailQueue, otps } = testStorage(database)
    const now = afterNoon(40 * DAY_MS)
    const later = afterNoon(40 * DAY_MS + 1)
    const ended = afterNoon(39 * DAY_MS)
    await stores.users.add(aUser())
    await stores.users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
    for (const [id, expiresAt] of [
      ['old', now],
      ['new', later],
    ] as const) {
      await stores.preRegistrations.add(aPreRegistration({ id, expiresAt }))
      await stores.passwordResets.add(aPasswordReset({ id, expiresAt }))
      await stores.invitations.replace(anInvitation({ id, email: `${id}@x.org`, expiresAt }))
      await otps.add(anOtpRequest({ id, codes: [anOtpCode({ id, expiresAt })] }))
    }
    await stores.emailChanges.replace(anEmailChange({ expiresAt: now }))
    const pending = { id: 'pending', userId: 'user-2', expiresAt: later }
    await stores.emailChanges.replace(anEmailChange(pending))
    await stores.setupTokens.replace(aSetupToken({ expiresAt: now }))
    await stores.budgets.reserve(BUDGET, 'old', NOON)
    await stores.budgets.reserve(BUDGET, 'new', now)
    await stores.lockouts.reserve('old', BUDGET, NOON)
    await stores.lockouts.reserve('new', BUDGET, afterNoon(10 * DAY_MS + 1))
    for (let n = 0; n < 100; n++)
      await stores.lockouts.reserve('off', { ...BUDGET, limit: 100 }, afterNoon(n))
    const session = (id: string, expiresAt: Date, revokedAt: Date | null) =>
      stores.sessions.add(aSession({ id, expiresAt, revokedAt }), hashOf(id))
    await session('expired', ended, null)
    await session('revoked', later, ended)
    await session('expired lately', afterNoon(39 * DAY_MS + 1), null)
    await session('revoked lately', later, afterNoon(39 * DAY_MS + 1))
    await session('alive', later, null)
    const erased = [
      { id: 'erased', revoked_at: ended.getTime() },
      { id: 'erased lately', revoked_at: ended.getTime() + 1 },
    ]
    await database.write.insertInto('erased_sessions').values(erased).execute()
    for (const to of ['sent@x.org', 'kept@x.org']) await stores.outbox.add(aMailOrder({ to }), NOON)
    for (const day of [9, 11]) {
      const [message] = await mailQueue.claim('me', 1, NOON, afterNoon(1))
      const sent = { state: 'sent', tries: 0, deferrals: 0, nextTryAt: null, reason: null } as const
      await mailQueue.settle('me', message?.id ?? '', sent, afterNoon(day * DAY_MS))
    }
    await stores.outbox.add(aMailOrder({ to: 'waiting@x.org' }), NOON)
    for (const days of [359, 361]) {
      const counted = { name: 'addresses', code: '', total: 1 } as const
      const day = NOON.getTime() - days * DAY_MS
      await database.write
        .insertInto('audit_days')
        .values({ day, ...counted })
        .execute()
    }

    await stores.journal.begin('old', 'import-1', afterNoon(10 * DAY_MS))
    await stores.journal.begin('new', 'import-2', afterNoon(10 * DAY_MS + 1))

    expect(await sweep(database, { now })).toEqual({
      pre_registrations: 1,
      password_resets: 1,
      email_changes: 1,
      otp_requests: 1,
      otp_codes: 1,
      invitations: 1,
      setup_tokens: 1,
      attempt_budgets: 1,
      lockouts: 1,
      sessions: 2,
      erased_sessions: 1,
      imports: 1,
      messages: 1,
      audit_days: 1,
    })
    expect(await stores.preRegistrations.find('new', now)).not.toBeNull()
    expect(await stores.passwordResets.find('new', now)).not.toBeNull()
    expect(await stores.invitations.find('new', now)).not.toBeNull()
    expect(await otps.find('new', now)).not.toBeNull()
    for (const id of ['expired lately', 'revoked lately', 'alive'])
      expect(await stores.sessions.find(id)).not.toBeNull()
    for (const subject of ['new', 'off'])
      expect(await stores.lockouts.read(subject)).not.toEqual(NO_FAILURES)
    expect(await stores.users.find('user-1')).not.toBeNull()
    expect(await mailQueue.nextDueAt()).toEqual(NOON)
  })

  test('many rows go in small batches, and other work gets its turn between them', async () => {
    const database = await engine.open()
    const { stores, unitOfWork } = testStorage(database)
    await unitOfWork.run(async ({ preRegistrations }) => {
      for (let n = 0; n < 1050; n++)
        await preRegistrations.add(aPreRegistration({ id: `attempt-${n}`, expiresAt: NOON }))
    })
    let turns = 0
    const others = setInterval(() => {
      turns += 1
    }, 0)
    const swept = await sweep(database, { now: NOON, batchSize: 50 })
    clearInterval(others)
    expect(swept.pre_registrations).toBe(1050)
    expect(turns).toBeGreaterThan(2)
    expect(await stores.preRegistrations.find('attempt-0', afterNoon(-1))).toBeNull()
  })
})

test('a row that was renewed since the look stays', async () => {
  const before = await openTestDatabase()
  const after = await openTestDatabase()
  await testStorage(before).stores.budgets.reserve(BUDGET, 'ada', NOON)
  await testStorage(after).stores.budgets.reserve(BUDGET, 'ada', afterNoon(60_000))
  const connections = { read: before.read, write: after.write }
  const swept = await sweep(connections, { now: afterNoon(60_000) })
  expect(swept.attempt_budgets).toBe(0)
  const rows = await after.read.selectFrom('attempt_budgets').selectAll().execute()
  expect(rows).toHaveLength(1)
})
