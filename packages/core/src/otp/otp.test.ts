import { describe, expect, test, vi } from 'vitest'
import { anEmail, aPreRegistration, aUser, coreInMemory, NOON } from '../testing/index.ts'

import type { Profile } from '../user/user.ts'

const ADA = 'ada@example.org'
const NOBODY: Pick<Profile, 'firstName' | 'lastName'> = { firstName: null, lastName: null }

const setup = (...args: Parameters<typeof coreInMemory>) => {
  const core = coreInMemory(...args)
  const messages = () => [...core.tables.messages.values()].map(({ order }) => order)
  const mails = () => messages().filter(({ to }) => to !== null)
  const codes = () =>
    mails().flatMap((mail) => (mail.template === 'sign_in_code' ? [mail.data.code] : []))
  const send = async (email = ADA, otpToken?: string) => {
    const sent = await core.sendOtp(
      { email: anEmail(email), otpToken, locale: 'en' },
      core.origin(),
    )
    return { ...sent, otp: codes().at(-1) ?? '' }
  }
  const verify = (claim: { otp: string; otpToken?: string }, email = ADA, names = NOBODY) =>
    core.verifyOtp({ email: anEmail(email), ...claim, names }, core.origin())
  const actions = () => [...core.tables.auditEvents.values()].map(({ action }) => action)
  const refusals = () =>
    [...core.tables.auditEvents.values()].flatMap(({ code }) => (code === null ? [] : [code]))
  const addAda = (over: Parameters<typeof aUser>[0] = {}) =>
    core.stores.users.add(aUser({ email: ADA, ...over }))
  return { ...core, messages, mails, codes, send, verify, actions, refusals, addAda }
}

const WRONG = '000000'

describe('sending a code', () => {
  test('a user gets a mail with six digits and nothing else, to the stored address', async () => {
    const core = setup()
    await core.addAda({ email: 'Ada@example.org', emailCanonical: ADA, locale: 'de' })
    await core.send('ADA@example.org')
    expect(core.mails()).toEqual([
      {
        template: 'sign_in_code',
        to: 'Ada@example.org',
        locale: 'de',
        data: { code: expect.stringMatching(/^\d{6}$/), minutes: 5 },
        expiresAt: new Date(NOON.getTime() + 300_000),
      },
    ])
  })

  test('every address gets the same answer and the same rows; a decoy takes the place of a mail', async () => {
    const core = setup({ otp_signup_enabled: false })
    await core.addAda()
    await core.addAda({ id: 'user-2', email: 'off@example.org', disabledAt: NOON })
    const { otpRequests, auditEvents, messages } = core.tables
    const rowCounts = () => [otpRequests.size, auditEvents.size, messages.size]
    for (const email of [ADA, 'off@example.org', 'nobody@example.org']) {
      const before = rowCounts()
      const sent = await core.sendOtp({ email: anEmail(email), locale: 'en' }, core.origin())
      expect(Object.keys(sent)).toEqual(['otpToken', 'expiresAt'])
      expect(sent.expiresAt).toEqual(new Date(NOON.getTime() + 300_000))
      expect(rowCounts()).toEqual(before.map((count) => count + 1))
    }
    expect(core.messages().map(({ to }) => to)).toEqual([ADA, null, null])
    expect(new Set(core.messages().map(({ template }) => template)).size).toBe(1)
    expect(core.refusals()).toEqual(['user_disabled', 'user_unknown'])
  })

  test.each([{ otp_signup_enabled: false }, { registration_enabled: false }])(
    'with %j nobody’s address gets no mail',
    async (closed) => {
      const core = setup(closed)
      await core.send()
      expect(core.mails()).toEqual([])
    },
  )

  test('a disabled user gets no mail, whatever strangers may do', async () => {
    const core = setup()
    await core.addAda({ disabledAt: NOON })
    await core.send()
    expect(core.mails()).toEqual([])
  })

  test('overlapping sends have codes and tokens of their own', async () => {
    const core = setup()
    const first = await core.send()
    const second = await core.send()
    expect(second.otp).not.toBe(first.otp)
    expect(second.otpToken).not.toBe(first.otpToken)
  })

  test('a further code belongs to the same request, and the earlier one stays good', async () => {
    const core = setup()
    const first = await core.send()
    const second = await core.send(ADA, first.otpToken)
    expect(second.otpToken).toBe(first.otpToken)
    expect(core.tables.otpRequests.size).toBe(1)
    expect(await core.verify(first)).toMatchObject({ ok: true })
  })

  test('a token that is foreign, of another address or over begins a new request', async () => {
    const core = setup()
    const first = await core.send()
    const foreign = core.secrets.genuine('otp', first.otpToken.split(':')[1] ?? '').token
    expect((await core.send(ADA, foreign)).otpToken).not.toBe(first.otpToken)
    expect((await core.send(ADA, 'junk')).otpToken).not.toBe(first.otpToken)
    expect((await core.send('bob@example.org', first.otpToken)).otpToken).not.toBe(first.otpToken)
    core.clock.advance('5m')
    expect((await core.send(ADA, first.otpToken)).otpToken).not.toBe(first.otpToken)
  })

  test('a request without tries left gets no further mail, and no try back', async () => {
    const core = setup()
    const { otpToken } = await core.send()
    for (let guess = 0; guess < 5; guess++) await core.verify({ otp: WRONG, otpToken })
    expect((await core.send(ADA, otpToken)).otpToken).toBe(otpToken)
    expect(core.codes()).toHaveLength(1)
    expect(core.refusals().at(-1)).toBe('tries_spent')
    expect(await core.verify({ otp: core.codes()[0] ?? '', otpToken })).toMatchObject({
      reason: 'tries_spent',
    })
  })
})

describe('signing in with a code', () => {
  test('a user is signed in, and the session says by what', async () => {
    const core = setup()
    await core.addAda()
    const outcome = await core.verify(await core.send())
    expect(outcome).toMatchObject({ ok: true, user: { id: 'user-1' }, session: { amr: ['otp'] } })
    expect(core.actions()).toEqual(['authn_otp_requested', 'authn_login_success'])
    expect(core.mails()).toHaveLength(1)
  })

  test('an address that is nobody’s becomes a user with a welcome mail', async () => {
    const core = setup()
    const names = { firstName: 'Ada', lastName: null }
    const outcome = await core.verify(await core.send('Ada@example.org'), ADA, names)
    expect(outcome).toMatchObject({
      ok: true,
      user: { email: 'Ada@example.org', emailCanonical: ADA, emailVerified: true, ...names },
    })
    expect(core.tables.passwords.size).toBe(0)
    expect(core.mails().at(-1)).toMatchObject({ template: 'welcome', data: { firstName: 'Ada' } })
    expect(core.actions().slice(1)).toEqual(['user_created', 'authn_login_success'])
  })

  test('whoever staged the address before gains nothing: every staged sign-up is gone', async () => {
    const core = setup()
    const id = 'attempt-1'
    await core.stores.preRegistrations.add(aPreRegistration({ id, email: ADA }))
    const bobs = aPreRegistration({ id: 'attempt-2', email: 'bob@example.org' })
    await core.stores.preRegistrations.add(bobs)
    await core.verify(await core.send())
    expect([...core.tables.preRegistrations.keys()]).toEqual(['attempt-2'])
  })

  test('a code works once, and ends its request with every other code of it', async () => {
    const core = setup()
    const first = await core.send()
    const second = await core.send(ADA, first.otpToken)
    expect(await core.verify(second)).toMatchObject({ ok: true })
    for (const used of [first, second])
      expect(await core.verify(used)).toMatchObject({ reason: 'request_unknown' })
    expect(core.tables.sessions.size).toBe(1)
  })

  test('a request that its store brings back after its sign-in signs in nobody again', async () => {
    const core = setup()
    await core.addAda()
    const sent = await core.send()
    const before = new Map(core.tables.otpRequests)
    expect(await core.verify(sent)).toMatchObject({ ok: true })
    for (const [id, request] of before) core.tables.otpRequests.set(id, request)
    expect(await core.verify(sent)).toMatchObject({ ok: false, reason: 'tries_spent' })
    expect(core.tables.sessions.size).toBe(1)
  })

  test('of many verifications at once one signs in', async () => {
    const core = setup()
    const sent = await core.send()
    const race = await Promise.all(Array.from({ length: 50 }, () => core.verify(sent)))
    expect(race.filter(({ ok }) => ok)).toHaveLength(1)
    expect([core.tables.users.size, core.tables.sessions.size]).toEqual([1, 1])
  })

  test('a code works for its own request, address and token only', async () => {
    const core = setup()
    const mine = await core.send()
    const theirs = await core.send('bob@example.org')
    expect(await core.verify({ ...mine, otpToken: theirs.otpToken })).toMatchObject({ ok: false })
    expect(await core.verify(mine, 'bob@example.org')).toMatchObject({ reason: 'request_unknown' })
    expect(await core.verify({ otp: mine.otp })).toMatchObject({ reason: 'token_missing' })
    const { token } = core.secrets.genuine('otp', mine.otpToken.split(':')[1] ?? '')
    expect(await core.verify({ otp: mine.otp, otpToken: token })).toMatchObject({ ok: false })
    expect(await core.verify(mine)).toMatchObject({ ok: true })
  })

  test('each code ends in its own time', async () => {
    const core = setup()
    const first = await core.send()
    core.clock.advance('4m')
    const second = await core.send(ADA, first.otpToken)
    core.clock.advance('1m')
    expect(await core.verify(first)).toMatchObject({ reason: 'code_wrong' })
    core.clock.advance('4m')
    expect(await core.verify(second)).toMatchObject({ reason: 'request_unknown' })
  })

  test('the tries of a request are shared by all its codes', async () => {
    const core = setup()
    const first = await core.send()
    const reasons = []
    for (let guess = 0; guess < 5; guess++) {
      await core.send(ADA, first.otpToken)
      const outcome = await core.verify({ otp: WRONG, otpToken: first.otpToken })
      reasons.push(outcome.ok ? 'ok' : outcome.reason)
    }
    expect(reasons).toEqual([...Array(4).fill('code_wrong'), 'tries_spent'])
    expect(await core.verify(first)).toMatchObject({ reason: 'tries_spent' })
  })

  test('parallel guesses never get more than five tries', async () => {
    const core = setup()
    const { otpToken } = await core.send()
    await Promise.all(Array.from({ length: 50 }, () => core.verify({ otp: WRONG, otpToken })))
    expect([...core.tables.otpRequests.values()][0]?.wrongTries).toBe(5)
    expect([...core.tables.budgets.values()].map(({ used }) => used)).toEqual([5])
  })

  test('an address takes twenty wrong codes an hour over all its requests, also when it is nobody’s', async () => {
    const core = setup({ otp_signup_enabled: false })
    await core.addAda()
    for (const email of [ADA, 'nobody@example.org']) {
      for (let request = 0; request < 4; request++) {
        const { otpToken } = await core.send(email)
        for (let guess = 0; guess < 5; guess++) await core.verify({ otp: WRONG, otpToken }, email)
      }
      const { otpToken, otp } = await core.send(email)
      const limited = await core.verify({ otp, otpToken }, email)
      expect(limited).toMatchObject({ reason: 'budget_spent', budget: { limit: 20 } })
    }
    core.clock.advance('1h')
    expect(await core.verify(await core.send())).toMatchObject({ ok: true })
  })

  test('right codes leave the budget as it was', async () => {
    const core = setup()
    await core.verify(await core.send())
    expect(core.tables.budgets.get(JSON.stringify(['sign_in_code', ADA]))?.used).toBe(0)
  })
})

describe('when a part fails in between', () => {
  const BROKEN = new Error('the database is away')
  const breakAudit = (core: ReturnType<typeof setup>) =>
    vi.spyOn(core.tables.auditEvents, 'set').mockImplementationOnce(() => {
      throw BROKEN
    })

  test('a code whose mail was not committed is mailed to nobody, and the token is not told', async () => {
    const core = setup()
    breakAudit(core)
    await expect(core.send()).rejects.toBe(BROKEN)
    expect(core.messages()).toEqual([])
    expect(core.actions()).toEqual([])
    expect(await core.verify(await core.send())).toMatchObject({ ok: true })
  })

  test('a right code is spent though its session was not committed', async () => {
    const core = setup()
    await core.addAda()
    const sent = await core.send()
    breakAudit(core)
    await expect(core.verify(sent)).rejects.toBe(BROKEN)
    expect(core.tables.sessions.size).toBe(0)
    expect(await core.verify(sent)).toMatchObject({ reason: 'request_unknown' })
  })

  test('a guess that the store did not judge keeps its place in the budget of the address', async () => {
    const core = setup()
    const sent = await core.send()
    vi.spyOn(core.stores.otps, 'guess').mockRejectedValueOnce(BROKEN)
    await expect(core.verify(sent)).rejects.toBe(BROKEN)
    expect([...core.tables.budgets.values()].map(({ used }) => used)).toEqual([1])
    expect(await core.verify(sent)).toMatchObject({ ok: true })
  })
})

describe('what changes while a code is on its way', () => {
  test('a user who was disabled since is refused', async () => {
    const core = setup()
    await core.addAda()
    const sent = await core.send()
    core.tables.users.set('user-1', aUser({ email: ADA, disabledAt: NOON }))
    expect(await core.verify(sent)).toMatchObject({ reason: 'user_disabled' })
    expect(core.tables.sessions.size).toBe(0)
  })

  test('a user who is gone is not made again', async () => {
    const core = setup()
    await core.addAda()
    const sent = await core.send()
    core.tables.users.clear()
    expect(await core.verify(sent)).toMatchObject({ reason: 'user_gone' })
    expect(core.tables.users.size).toBe(0)
  })

  test('a sign-up that was closed since makes nobody', async () => {
    const settings = { otp_signup_enabled: true }
    const core = setup(settings)
    const sent = await core.send()
    settings.otp_signup_enabled = false
    expect(await core.verify(sent)).toMatchObject({ reason: 'sign_up_closed' })
    expect(core.tables.users.size).toBe(0)
  })

  test('whoever reads the very mailbox of somebody who signed up since is that user', async () => {
    const core = setup()
    const sent = await core.send()
    await core.addAda()
    expect(await core.verify(sent)).toMatchObject({ ok: true, user: { id: 'user-1' } })
  })

  test('a mail to another spelling of the address proves nothing about its user', async () => {
    const core = setup()
    const sent = await core.send('ADA@example.org')
    await core.addAda()
    expect(await core.verify(sent)).toMatchObject({ reason: 'address_taken' })
  })

  test('of two requests for a new address both sign in, and one user is made', async () => {
    const core = setup()
    const sends = [await core.send(), await core.send()]
    for (const sent of sends) expect(await core.verify(sent)).toMatchObject({ ok: true })
    expect([core.tables.users.size, core.tables.sessions.size]).toEqual([1, 2])
  })
})
