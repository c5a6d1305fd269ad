import { describe, expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'
import type { PasswordChange } from './change-password.ts'

const OLD = 'Correct-Horse-7'
const NEW = 'Battery-Staple-8'
const email = anEmail('Ada@example.org')

/** A user with a password who is signed in on two devices. */
const setup = async (...args: Parameters<typeof coreInMemory>) => {
  const core = coreInMemory(...args)
  await core.stores.users.add(aUser({ credentialVersion: 0 }))
  await core.stores.credentials.set('user-1', plainHash(OLD), core.clock.now())
  const logIn = async (password = OLD) => {
    const outcome = await core.logIn(email, password, core.origin())
    if (!outcome.ok) throw new Error(outcome.reason)
    return outcome
  }
  const here = await logIn()
  const there = await logIn()
  const change = (over: Partial<PasswordChange> = {}) => {
    const { id: sessionId } = here.session
    const wish = { userId: 'user-1', sessionId, currentPassword: OLD, newPassword: NEW, ...over }
    return core.changePassword(wish, core.origin())
  }
  const failures = () =>
    [...core.tables.auditEvents.values()]
      .filter(({ action }) => action === 'authn_password_change_fail')
      .map(({ code }) => code)
  const mails = () => [...core.tables.messages.values()].map(({ order }) => order.template)
  return { ...core, logIn, here, there, change, failures, mails }
}

describe('change of a password', () => {
  test('sets it, ends every other session, keeps this one, and tells the owner', async () => {
    const core = await setup()
    expect(await core.change()).toEqual({ ok: true })
    expect(await core.refresh(core.there.refreshToken, core.origin())).toMatchObject({ ok: false })
    expect(await core.refresh(core.here.refreshToken, core.origin())).toMatchObject({ ok: true })
    await expect(core.logIn(OLD)).rejects.toThrow('password_wrong')
    expect(await core.logIn(NEW)).toMatchObject({ ok: true })
    expect(core.mails()).toEqual(['password_changed'])
    expect([...core.tables.auditEvents.values()].at(2)).toMatchObject({
      action: 'authn_password_change',
      userId: 'user-1',
      metadata: { sessionsEnded: 1 },
    })
  })

  test('takes the mailed links to choose a password with it', async () => {
    const core = await setup()
    await core.requestReset(email, core.origin())
    expect(core.tables.passwordResets.size).toBe(1)
    await core.change()
    expect(core.tables.passwordResets.size).toBe(0)
  })

  test('a wrong, a missing and a refused password change nothing', async () => {
    const core = await setup({ password_history_count: 1 })
    expect(await core.change({ currentPassword: 'Wrong-Horse-7' })).toMatchObject({
      reason: 'password_wrong',
    })
    expect(await core.change({ currentPassword: undefined })).toMatchObject({
      reason: 'password_missing',
    })
    expect(await core.change({ newPassword: 'P@ssw0rd' })).toMatchObject({ violations: ['common'] })
    expect(await core.change({ newPassword: OLD })).toMatchObject({ violations: ['reused'] })
    expect(await core.logIn(OLD)).toMatchObject({ ok: true })
    expect(core.failures()).toEqual(['password_wrong'])
  })

  test('refused new passwords are no failed guesses of the present one', async () => {
    const core = await setup()
    for (let n = 0; n < 20; n++)
      expect(await core.change({ newPassword: 'P@ssw0rd' })).toMatchObject({
        reason: 'password_refused',
      })
    expect(await core.change()).toEqual({ ok: true })
  })

  test('guesses have a budget of the session’s own, which locks nobody out but this session', async () => {
    const core = await setup()
    const guesses = await Promise.all(
      Array.from({ length: 50 }, () => core.change({ currentPassword: 'Wrong-Horse-7' })),
    )
    const reasons = guesses.map((guess) => (guess.ok ? 'changed' : guess.reason))
    expect(reasons.filter((reason) => reason === 'password_wrong')).toHaveLength(5)
    expect(reasons.filter((reason) => reason === 'budget_spent')).toHaveLength(45)
    expect(await core.change()).toMatchObject({ reason: 'budget_spent' })
    expect(await core.change({ sessionId: core.there.session.id })).toEqual({ ok: true })
  })

  test('of many changes at the same time one succeeds', async () => {
    const core = await setup()
    const race = await Promise.all(Array.from({ length: 20 }, () => core.change()))
    expect(race.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('a password that is reset, and a user who is disabled or gone, while the new one is hashed stay so', async () => {
    for (const reason of ['proof_outdated', 'user_disabled', 'user_gone'] as const) {
      const core = await setup()
      const { hash } = core.passwords
      core.passwords.hash = async (password) => {
        const user = core.tables.users.get('user-1')
        if (!user) throw new Error('nobody is there')
        const disabledAt = core.clock.now()
        if (reason === 'user_gone') core.tables.users.delete('user-1')
        if (reason === 'user_disabled') core.tables.users.set('user-1', { ...user, disabledAt })
        if (reason === 'proof_outdated')
          await core.stores.credentials.set('user-1', plainHash('Other-Horse-9'), core.clock.now())
        return hash(password)
      }
      expect(await core.change()).toMatchObject({ reason })
      expect(core.failures()).toEqual([reason])
      expect(core.tables.passwords.get('user-1')).not.toBe(plainHash(NEW))
    }
  })
})

describe('a user without a password', () => {
  const setupWithout = async () => {
    const core = await setup()
    core.tables.passwords.delete('user-1')
    return core
  }

  test('sets the first one after a fresh sign-in', async () => {
    const core = await setupWithout()
    core.clock.advance('9m')
    expect(await core.change({ currentPassword: undefined })).toEqual({ ok: true })
    expect(await core.change({ currentPassword: undefined })).toMatchObject({
      reason: 'password_missing',
    })
  })

  test('is asked to sign in again when it is ten minutes ago', async () => {
    const core = await setupWithout()
    core.clock.advance('10m')
    expect(await core.change({ currentPassword: undefined })).toMatchObject({
      reason: 'sign_in_outdated',
    })
    expect(core.failures()).toEqual(['sign_in_outdated'])
  })

  test('gains nothing by a session that is not theirs', async () => {
    const core = await setupWithout()
    expect(await core.change({ sessionId: 'session-of-nobody' })).toMatchObject({
      reason: 'sign_in_outdated',
    })
  })

  test('of two first passwords one is set', async () => {
    const core = await setupWithout()
    const race = await Promise.all(Array.from({ length: 20 }, () => core.change()))
    expect(race.filter(({ ok }) => ok)).toHaveLength(1)
  })
})
