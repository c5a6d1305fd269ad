import { describe, expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'
import type { LiveSession } from './open-session.ts'

const PASSWORD = 'Correct-Horse-7'
const email = anEmail('Ada@example.org')

const setup = async (...args: Parameters<typeof coreInMemory>) => {
  const core = coreInMemory(...args)
  await core.stores.users.add(aUser({ credentialVersion: 0 }))
  await core.stores.credentials.set('user-1', plainHash(PASSWORD), core.clock.now())
  const signIn = async (): Promise<LiveSession> => {
    const outcome = await core.logIn(email, PASSWORD, core.origin())
    if (!outcome.ok) throw new Error(outcome.reason)
    return outcome
  }
  const refresh = (token: string) => core.refresh(token, core.origin())
  const disable = () => {
    const user = core.tables.users.get('user-1')
    if (user) core.tables.users.set('user-1', { ...user, disabledAt: core.clock.now() })
  }
  const events = () => [...core.tables.auditEvents.values()]
  const mails = () => [...core.tables.messages.values()].map(({ order }) => order.template)
  return { ...core, signIn, refresh, disable, events, mails }
}

describe('login', () => {
  test('address and password open a session and are recorded', async () => {
    const core = await setup()
    const { session, user } = await core.signIn()
    expect(session).toMatchObject({ userId: 'user-1', amr: ['pwd'], ipAddress: '192.0.2.1' })
    expect(user.lastLoginAt).toEqual(core.clock.now())
    expect(core.events()).toMatchObject([
      { action: 'authn_login_success', userId: 'user-1', sessionId: session.id, success: true },
    ])
  })

  test('wrong password, unknown address and disabled user cost a hash each and open nothing', async () => {
    const core = await setup()
    core.disable()
    const refusals = [
      await core.logIn(email, 'Wrong-Pass-1', core.origin()),
      await core.logIn(anEmail('nobody@example.org'), PASSWORD, core.origin()),
      await core.logIn(email, PASSWORD, core.origin()),
    ]
    const reasons = ['password_wrong', 'user_unknown', 'user_disabled']
    expect(refusals.map((r) => !r.ok && r.reason)).toEqual(reasons)
    expect(core.passwords.count()).toBe(3)
    expect(core.tables.sessions.size).toBe(0)
    expect(core.events().map(({ action, code }) => [action, code])).toEqual(
      reasons.map((reason) => ['authn_login_fail', reason]),
    )
  })

  test('a password that was replaced while it was being checked opens nothing', async () => {
    const core = await setup()
    const { verify } = core.passwords
    core.passwords.verify = async (password, hash) => {
      await core.stores.credentials.set('user-1', plainHash('New-Pass-9'), core.clock.now())
      return verify(password, hash)
    }
    const outcome = await core.logIn(email, PASSWORD, core.origin())
    expect(outcome).toMatchObject({ ok: false })
    expect(core.tables.sessions.size).toBe(0)
  })

  test('a full queue says so and records nothing', async () => {
    const core = await setup()
    core.passwords.setOverloaded(true)
    expect(await core.logIn(email, PASSWORD, core.origin())).toMatchObject({
      reason: 'overloaded',
      retryAfterSeconds: 3,
    })
    expect(core.events()).toEqual([])
  })
})

describe('refresh', () => {
  test('a token is traded for its successor, over and over', async () => {
    const core = await setup()
    let { refreshToken } = await core.signIn()
    for (let i = 0; i < 3; i++) {
      const next = await core.refresh(refreshToken)
      expect(next).toMatchObject({ ok: true, user: { id: 'user-1' } })
      if (next.ok) refreshToken = next.refreshToken
    }
  })

  test('a repeat within the grace gets the same successor', async () => {
    const core = await setup()
    const { refreshToken } = await core.signIn()
    const first = await core.refresh(refreshToken)
    core.clock.advance('9s')
    const second = await core.refresh(refreshToken)
    expect(first.ok && second.ok && second.refreshToken === first.refreshToken).toBe(true)
  })

  test('of many tabs at once every one gets the same successor', async () => {
    const core = await setup()
    const { refreshToken } = await core.signIn()
    const race = await Promise.all(Array.from({ length: 50 }, () => core.refresh(refreshToken)))
    expect(new Set(race.map((o) => (o.ok ? o.refreshToken : o.reason))).size).toBe(1)
    expect(race[0]).toMatchObject({ ok: true })
  })

  test('a repeat after the grace ends the session, is recorded and told, once', async () => {
    const core = await setup()
    const { refreshToken } = await core.signIn()
    const next = await core.refresh(refreshToken)
    core.clock.advance('10s')
    const race = await Promise.all(Array.from({ length: 5 }, () => core.refresh(refreshToken)))
    expect(race.some(({ ok }) => ok)).toBe(false)
    expect(next.ok && (await core.refresh(next.refreshToken))).toMatchObject({
      reason: 'session_ended',
    })
    expect(core.events().filter(({ action }) => action === 'token_reuse_detected')).toHaveLength(1)
    expect(core.mails()).toEqual(['token_reused'])
  })

  test('once the successor was used, a repeat ends the session even within the grace', async () => {
    const core = await setup()
    const { refreshToken } = await core.signIn()
    const next = await core.refresh(refreshToken)
    if (next.ok) await core.refresh(next.refreshToken)
    expect(await core.refresh(refreshToken)).toMatchObject({ reason: 'token_reused' })
  })

  test('a grace of zero seconds is strict', async () => {
    const core = await setup({ refresh_grace_seconds: 0 })
    const { refreshToken } = await core.signIn()
    await core.refresh(refreshToken)
    expect(await core.refresh(refreshToken)).toMatchObject({ reason: 'token_reused' })
  })

  test('what we did not make ends nobody’s session', async () => {
    const core = await setup()
    const { session, refreshToken } = await core.signIn()
    expect(await core.refresh(`refresh:${session.id}:forged`)).toMatchObject({
      reason: 'token_unknown',
    })
    expect(await core.refresh(refreshToken)).toMatchObject({ ok: true })
  })

  test('a token ends with its idle time, a session with its absolute one', async () => {
    const idle = await setup()
    const { refreshToken } = await idle.signIn()
    idle.clock.advance('7d')
    expect(await idle.refresh(refreshToken)).toMatchObject({ reason: 'token_expired' })
    expect(idle.mails()).toEqual([])

    const busy = await setup()
    let token = (await busy.signIn()).refreshToken
    for (let day = 0; day < 29; day++) {
      busy.clock.advance('1d')
      const next = await busy.refresh(token)
      if (next.ok) token = next.refreshToken
    }
    expect(await busy.refresh(token)).toMatchObject({ ok: true })
    busy.clock.advance('1d')
    expect(await busy.refresh(token)).toMatchObject({ ok: false })
  })

  test('a disabled user’s session goes on no further', async () => {
    const core = await setup()
    const { refreshToken } = await core.signIn()
    core.disable()
    expect(await core.refresh(refreshToken)).toMatchObject({ ok: false })
  })
})

describe('logout', () => {
  test('ends the session for good; a repeat is no refusal and is recorded once', async () => {
    const core = await setup()
    const { session, refreshToken } = await core.signIn()
    for (let i = 0; i < 3; i++) await core.logOut(session.id, core.origin())
    await core.logOut('session-unknown', core.origin())
    expect(await core.refresh(refreshToken)).toMatchObject({ reason: 'session_ended' })
    expect(core.events().filter(({ action }) => action === 'authn_token_revoked')).toHaveLength(1)
  })

  test('everywhere ends every session of the user and nobody else’s', async () => {
    const core = await setup()
    const all = [await core.signIn(), await core.signIn()]
    await core.stores.users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
    await core.stores.credentials.set('user-2', plainHash(PASSWORD), core.clock.now())
    const other = await core.logIn(anEmail('bob@example.org'), PASSWORD, core.origin())
    await core.logOutEverywhere('user-1', core.origin())
    for (const { refreshToken } of all)
      expect(await core.refresh(refreshToken)).toMatchObject({ ok: false })
    expect(other.ok && (await core.refresh(other.refreshToken))).toMatchObject({ ok: true })
  })
})

describe('a user who is gone', () => {
  test('signs in no more, though the password was right', async () => {
    const core = await setup()
    const { verify } = core.passwords
    core.passwords.verify = async (password, hash) => {
      core.tables.users.delete('user-1')
      return verify(password, hash)
    }
    expect(await core.logIn(email, PASSWORD, core.origin())).toMatchObject({ reason: 'user_gone' })
  })

  test('is not told of a reuse, which ends the session all the same', async () => {
    const core = await setup()
    const { session, refreshToken } = await core.signIn()
    await core.refresh(refreshToken)
    core.clock.advance('10s')
    core.tables.users.delete('user-1')
    expect(await core.refresh(refreshToken)).toMatchObject({ reason: 'token_reused' })
    expect(core.tables.sessions.get(session.id)?.session.revokedAt).not.toBeNull()
    expect(core.mails()).toEqual([])
  })
})

test('of two logouts at once one is recorded', async () => {
  const core = await setup()
  const { session } = await core.signIn()
  await Promise.all([
    core.logOut(session.id, core.origin()),
    core.logOut(session.id, core.origin()),
  ])
  expect(core.events().filter(({ action }) => action === 'authn_token_revoked')).toHaveLength(1)
})

describe('own sessions', () => {
  test('one is ended by its owner alone, once', async () => {
    const core = await setup()
    await core.stores.users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
    const { session } = await core.signIn()
    const unknown = { ok: false, reason: 'session_unknown' }
    const end = (userId: string, id: string) => core.endOwnSession(userId, id, core.origin())
    expect(await end('user-2', session.id)).toEqual(unknown)
    expect(await end('user-1', 'none')).toEqual(unknown)
    expect(await end('user-1', session.id)).toEqual({ ok: true })
    expect(await end('user-1', session.id)).toEqual(unknown)
    expect(core.events().slice(1)).toMatchObject([
      { action: 'authn_token_revoked', userId: 'user-1', sessionId: session.id, success: true },
    ])
  })

  test('all others end and the one that asks goes on', async () => {
    const core = await setup()
    const kept = await core.signIn()
    const others = [await core.signIn(), await core.signIn()]
    await core.endOtherSessions('user-1', kept.session.id, core.origin())
    for (const { refreshToken } of others)
      expect(await core.refresh(refreshToken)).toMatchObject({ reason: 'session_ended' })
    expect(await core.refresh(kept.refreshToken)).toMatchObject({ ok: true })
    expect(core.events().at(-1)?.metadata).toEqual({ reason: 'ended_by_user', sessions: 2 })
  })
})
