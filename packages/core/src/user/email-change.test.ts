import { describe, expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'

const PASSWORD = 'Correct-Horse-7'
const ADA = anEmail('Ada@example.org')
const NEW = anEmail('Lovelace@Example.org')
const WRONG = '000000'

/** Ada, signed in on two devices, and Bob, whose address is taken. */
const setup = async (...args: Parameters<typeof coreInMemory>) => {
  const core = coreInMemory(...args)
  await core.stores.users.add(aUser({ credentialVersion: 0 }))
  await core.stores.users.add(aUser({ id: 'user-2', email: 'Bob@example.org' }))
  await core.stores.credentials.set('user-1', plainHash(PASSWORD), core.clock.now())
  const logIn = async () => {
    const outcome = await core.logIn(ADA, PASSWORD, core.origin())
    if (!outcome.ok) throw new Error(outcome.reason)
    return outcome
  }
  const here = await logIn()
  const there = await logIn()
  const { id: sessionId } = here.session
  const ask = (email = NEW, over: { password?: string; sessionId?: string } = {}) =>
    core.requestEmailChange(
      { userId: 'user-1', sessionId, email, password: PASSWORD, ...over },
      core.origin(),
    )
  const mails = () => [...core.tables.messages.values()].map(({ order }) => order)
  const code = () => {
    const mail = mails().findLast(({ template }) => template === 'confirm_new_address')
    return mail?.template === 'confirm_new_address' ? mail.data.code : WRONG
  }
  const confirm = (given = code(), session = sessionId) =>
    core.confirmEmailChange({ userId: 'user-1', sessionId: session, code: given }, core.origin())
  const sent = () => mails().map(({ template, to }) => [template, to])
  const events = () =>
    [...core.tables.auditEvents.values()]
      .filter(({ action }) => action.startsWith('user_email'))
      .map(({ action, code }) => [action, code])
  return { ...core, here, there, ask, confirm, code, mails, sent, events }
}

describe('a wish for another address', () => {
  test('mails the code to the new one alone, and word of it to the present one', async () => {
    const core = await setup()
    expect(await core.ask()).toEqual({ ok: true })
    expect(core.sent()).toEqual([
      ['confirm_new_address', 'Lovelace@Example.org'],
      ['address_change_requested', 'Ada@example.org'],
    ])
    expect((await core.stores.users.find('user-1'))?.email).toBe('Ada@example.org')
    expect(core.events()).toEqual([['user_email_change_requested', null]])
  })

  test('looks and is recorded the same when the address is taken or their own; its owner alone is told', async () => {
    const core = await setup()
    for (const email of [anEmail('bob@example.org'), ADA])
      expect(await core.ask(email)).toEqual({ ok: true })
    expect(core.sent()).toEqual([
      ['address_in_use', 'Bob@example.org'],
      ['address_change_requested', 'Ada@example.org'],
      ['address_in_use', 'Ada@example.org'],
      ['address_change_requested', 'Ada@example.org'],
    ])
    expect(core.events()).toEqual(Array(2).fill(['user_email_change_requested', null]))
    expect(await core.confirm(WRONG)).toMatchObject({ reason: 'code_wrong' })
  })

  test('needs the password, and guesses of it are counted', async () => {
    const core = await setup()
    const wrong = { password: 'Wrong-Horse-7' }
    for (let n = 0; n < 5; n++)
      expect(await core.ask(NEW, wrong)).toMatchObject({ reason: 'password_wrong' })
    expect(await core.ask(NEW)).toMatchObject({ reason: 'budget_spent' })
    expect(core.sent().filter(([template]) => template !== 'account_locked')).toEqual([])
    expect(core.events()).toEqual(Array(5).fill(['user_email_change_fail', 'password_wrong']))
  })

  test('needs a sign-in of the last ten minutes where there is no password', async () => {
    const core = await setup()
    core.tables.passwords.delete('user-1')
    core.clock.advance('10m')
    expect(await core.ask()).toMatchObject({ reason: 'sign_in_outdated' })
    expect(core.sent()).toEqual([])
    expect(core.events()).toEqual([['user_email_change_fail', 'sign_in_outdated']])
  })

  test('beyond the mail budget gets a decoy and no live code; the present address is told still', async () => {
    const core = await setup({ rate_limit_mail_requests: 1 })
    await core.ask()
    expect(await core.ask()).toEqual({ ok: true })
    expect(core.sent().slice(2)).toEqual([
      ['confirm_new_address', null],
      ['address_change_requested', 'Ada@example.org'],
    ])
    expect(await core.confirm()).toMatchObject({ reason: 'change_unknown' })
  })

  test('comes twenty times an hour', async () => {
    const core = await setup()
    for (let n = 0; n < 20; n++) expect(await core.ask()).toEqual({ ok: true })
    expect(await core.ask()).toMatchObject({ reason: 'budget_spent' })
  })
})

describe('its code', () => {
  test('gives the user the address, ends every other session, and tells both', async () => {
    const core = await setup()
    await core.requestReset(ADA, core.origin())
    await core.ask()
    expect(await core.confirm()).toMatchObject({
      ok: true,
      user: { id: 'user-1', email: 'Lovelace@Example.org', emailCanonical: NEW.canonical },
    })
    expect(core.tables.passwordResets.size).toBe(0)
    expect(await core.refresh(core.there.refreshToken, core.origin())).toMatchObject({ ok: false })
    expect(await core.refresh(core.here.refreshToken, core.origin())).toMatchObject({ ok: true })
    expect(await core.logIn(ADA, PASSWORD, core.origin())).toMatchObject({ ok: false })
    expect(await core.logIn(NEW, PASSWORD, core.origin())).toMatchObject({ ok: true })
    expect(core.sent().slice(-2)).toEqual([
      ['address_changed', 'Ada@example.org'],
      ['address_changed', 'Lovelace@Example.org'],
    ])
    expect(core.events().at(-1)).toEqual(['user_email_changed', null])
  })

  test('works once, however many come at the same time', async () => {
    const core = await setup()
    await core.ask()
    const race = await Promise.all(Array.from({ length: 5 }, () => core.confirm(core.code())))
    expect(race.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await core.confirm()).toMatchObject({ reason: 'change_unknown' })
  })

  test('has five tries, and the right one after them is refused', async () => {
    const core = await setup()
    await core.ask()
    const guesses = await Promise.all(Array.from({ length: 50 }, () => core.confirm(WRONG)))
    const reasons = guesses.map((guess) => (guess.ok ? 'in' : guess.reason))
    expect(reasons.filter((reason) => reason === 'code_wrong')).toHaveLength(5)
    expect(await core.confirm()).toMatchObject({ ok: false })
  })

  test('may be guessed twenty times an hour over all changes, and where there is none as well', async () => {
    for (const taken of [false, true]) {
      const core = await setup()
      const reasons: string[] = []
      for (let round = 0; round < 5; round++) {
        if (!taken || round < 4) await core.ask(taken ? anEmail('bob@example.org') : NEW)
        for (let n = 0; n < 5; n++) {
          const guess = await core.confirm(WRONG)
          reasons.push(guess.ok ? 'in' : guess.reason)
        }
      }
      expect(reasons).toEqual([...Array(20).fill('code_wrong'), ...Array(5).fill('budget_spent')])
      core.clock.advance('1h')
      expect(await core.confirm(WRONG)).toMatchObject({ reason: 'change_unknown' })
    }
  })

  test('is good for half an hour, and until the next one is asked for', async () => {
    const core = await setup()
    await core.ask()
    const first = core.code()
    await core.ask()
    expect(await core.confirm(first)).toMatchObject({ reason: 'code_wrong' })
    core.clock.advance('30m')
    expect(await core.confirm()).toMatchObject({ reason: 'change_unknown' })
  })

  test('is good in the session that asked for it alone', async () => {
    const core = await setup()
    await core.ask()
    const other = core.there.session.id
    expect(await core.confirm(core.code(), other)).toMatchObject({ reason: 'change_unknown' })
    expect(await core.confirm()).toMatchObject({ ok: true })
  })
})

describe('a pending change is over', () => {
  test('when the address becomes somebody’s', async () => {
    const core = await setup()
    await core.ask()
    await core.stores.users.add(aUser({ id: 'user-3', email: NEW.address }))
    expect(await core.confirm()).toMatchObject({ reason: 'change_unknown' })
  })

  test('when the address becomes somebody’s in the very moment', async () => {
    const core = await setup()
    await core.ask()
    const { changeEmail } = core.stores.users
    core.stores.users.changeEmail = async (...given) => {
      await core.stores.users.add(aUser({ id: 'user-3', email: NEW.address }))
      return changeEmail(...given)
    }
    expect(await core.confirm()).toMatchObject({ reason: 'address_taken' })
    expect(core.events().at(-1)).toEqual(['user_email_change_fail', 'address_taken'])
    expect((await core.stores.users.find('user-1'))?.email).toBe('Ada@example.org')
  })

  test('with the password that it was asked with', async () => {
    const core = await setup()
    await core.ask()
    const change = { userId: 'user-1', sessionId: core.here.session.id }
    const passwords = { currentPassword: PASSWORD, newPassword: 'Battery-Staple-8' }
    expect(await core.changePassword({ ...change, ...passwords }, core.origin())).toEqual({
      ok: true,
    })
    expect(await core.confirm()).toMatchObject({ reason: 'change_unknown' })
    expect(core.tables.emailChanges.size).toBe(0)
  })

  test('with its session: signed out, everywhere, by a reset or by being disabled', async () => {
    const ends: Readonly<Record<string, (core: Awaited<ReturnType<typeof setup>>) => unknown>> = {
      session_ended: ({ logOut, here, origin }) => logOut(here.session.id, origin()),
      also_everywhere: ({ logOutEverywhere, origin }) => logOutEverywhere('user-1', origin()),
      user_disabled: async ({ stores, clock }) => {
        await stores.access.disable('user-1', clock.now())
        await stores.sessions.endAll('user-1', 'user_disabled', clock.now())
      },
      user_gone: ({ tables }) => tables.users.delete('user-1'),
    }
    for (const end of Object.values(ends)) {
      const core = await setup()
      await core.ask()
      await end(core)
      expect(await core.confirm()).toMatchObject({ ok: false })
      expect(core.events().at(-1)?.[0]).toBe('user_email_change_fail')
      expect(core.sent().at(-1)?.[0]).toBe('address_change_requested')
    }
  })
})
