import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../settings/settings.ts'
import { aCaller, anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'
import type { Caller } from './caller.ts'
import { lockoutRule, lockoutState } from './lockout.ts'
import { accountSubject } from './lockout-store.ts'

const PASSWORD = 'Correct-Horse-7'
const WRONG = 'Wrong-Horse-7'
const ADA = anEmail('ada@example.org')
const NOBODY = anEmail('nobody@example.org')
const LAPTOP = 'device:user-1:laptop'

/** Limits of sources out of the way, where a test is about the account alone. */
const WIDE = { rate_limit_login_requests: 10_000, rate_limit_login_requests_per_ip: 10_000 }

const setup = async (settings: Parameters<typeof coreInMemory>[0] = WIDE) => {
  const core = coreInMemory(settings)
  await core.stores.users.add(aUser({ credentialVersion: 0 }))
  await core.stores.credentials.set('user-1', plainHash(PASSWORD), core.clock.now())
  const guess = async (password: string, over: Partial<Caller> = {}, email = ADA) => {
    const outcome = await core.logIn(email, password, core.origin(over))
    return outcome.ok ? 'in' : outcome.reason
  }
  const guessWrong = async (times: number, over: Partial<Caller> = {}, email = ADA) => {
    const reasons: string[] = []
    for (let n = 0; n < times; n++) reasons.push(await guess(WRONG, over, email))
    return reasons
  }
  const mails = () => [...core.tables.messages.values()].map(({ order }) => order)
  const codes = () =>
    [...core.tables.auditEvents.values()].map(({ action, code }) => [action, code])
  const state = async () =>
    lockoutState(
      await core.stores.lockouts.read(accountSubject(ADA.canonical)),
      lockoutRule({ ...defaultSettings(), ...settings }),
      core.clock.now(),
    )
  return { ...core, guess, guessWrong, mails, codes, state }
}

describe('lockout', () => {
  test('five wrong passwords lock the account, and then the right one is refused as well', async () => {
    const core = await setup()
    expect(await core.guessWrong(5)).toEqual(Array(5).fill('password_wrong'))
    expect(await core.guess(PASSWORD)).toBe('account_locked')
    expect(await core.state()).toEqual({
      failedLoginAttempts: 5,
      lockedUntil: new Date(core.clock.now().getTime() + 900_000),
      isDisabled: false,
    })
    core.clock.advance('15m')
    expect(await core.guess(PASSWORD)).toBe('in')
  })

  test('an unknown address is locked by the same failures, at the same cost, with the same record', async () => {
    const [known, unknown] = [await setup(), await setup()]
    await known.guessWrong(7)
    await unknown.guessWrong(7, {}, NOBODY)
    expect(unknown.passwords.count()).toBe(known.passwords.count())
    expect(unknown.tables.lockouts.size).toBe(known.tables.lockouts.size)
    expect(unknown.tables.budgets.size).toBe(known.tables.budgets.size)
    const asUnknown = known
      .codes()
      .map(([action, code]) => [action, code === 'password_wrong' ? 'user_unknown' : code])
    expect(unknown.codes()).toEqual(asUnknown)
    expect(unknown.mails().map(({ template, to }) => [template, to])).toEqual([
      ['account_locked', null],
    ])
  })

  test('its owner is told once, and the record says which failure locked it', async () => {
    const core = await setup()
    await core.guessWrong(5)
    core.clock.advance('15m')
    await core.guessWrong(5)
    expect(core.mails()).toMatchObject([
      {
        template: 'account_locked',
        to: 'Ada@example.org',
        data: { isDisabled: false, minutes: 15, ipAddress: '192.0.2.1' },
      },
    ])
    expect(core.codes().filter(([action]) => action === 'authn_login_lock')).toHaveLength(2)
  })

  test('the right password ends the count', async () => {
    const core = await setup({ ...WIDE, rate_limit_login_requests: 5 })
    for (let round = 0; round < 3; round++) {
      await core.guessWrong(4)
      expect(await core.guess(PASSWORD)).toBe('in')
    }
    expect(await core.state()).toMatchObject({ failedLoginAttempts: 0, lockedUntil: null })
  })

  test('whoever gets in after three wrong passwords is recorded, and the owner is told', async () => {
    const core = await setup()
    await core.guessWrong(2)
    await core.guess(PASSWORD)
    expect(core.mails()).toEqual([])
    await core.guessWrong(3)
    await core.guess(PASSWORD)
    expect(core.mails()).toMatchObject([
      {
        template: 'signed_in_after_failures',
        to: 'Ada@example.org',
        data: { failures: 3, ipAddress: '192.0.2.1' },
      },
    ])
    const events = [...core.tables.auditEvents.values()]
    expect(events.filter(({ action }) => action === 'authn_login_successafterfail')).toMatchObject([
      { userId: 'user-1', success: true, metadata: { failures: 3 } },
    ])
  })

  test('of many guesses at once five are evaluated, wherever they come from', async () => {
    const core = await setup()
    const reasons = await Promise.all(
      Array.from({ length: 50 }, (_, n) => core.guess(WRONG, { network: `192.0.2.${n}` })),
    )
    expect(reasons.filter((reason) => reason === 'password_wrong')).toHaveLength(5)
    expect(reasons.filter((reason) => reason === 'account_locked')).toHaveLength(45)
    expect(core.mails()).toHaveLength(1)
  })

  test('a full queue of hashes is no failure', async () => {
    const core = await setup()
    core.passwords.setOverloaded(true)
    expect(await core.guessWrong(9)).toEqual(Array(9).fill('overloaded'))
    core.passwords.setOverloaded(false)
    expect(await core.state()).toMatchObject({ failedLoginAttempts: 0 })
    expect([...core.tables.budgets.values()].every(({ used }) => used === 0)).toBe(true)
  })

  test('a guess that was never answered counts as a failure', async () => {
    const core = await setup()
    core.passwords.verify = () => Promise.reject(new Error('the thread died'))
    await expect(core.guess(PASSWORD)).rejects.toThrow('died')
    expect(await core.state()).toMatchObject({ failedLoginAttempts: 1 })
  })

  test('the right password of a disabled user counts as a failure', async () => {
    const core = await setup()
    core.tables.users.set('user-1', aUser({ credentialVersion: 1, disabledAt: core.clock.now() }))
    for (let n = 0; n < 5; n++) expect(await core.guess(PASSWORD)).toBe('user_disabled')
    expect(await core.guess(PASSWORD)).toBe('account_locked')
  })

  test('settings are read at every guess', async () => {
    const settings = { ...WIDE, max_login_attempts: 3 }
    const core = await setup(settings)
    await core.guessWrong(3)
    expect(await core.guess(PASSWORD)).toBe('account_locked')
    settings.max_login_attempts = 4
    expect(await core.guess(WRONG)).toBe('password_wrong')
  })
})

describe('known devices', () => {
  test('a known device gets in while strangers have locked the account, and unlocks it for nobody', async () => {
    const core = await setup()
    await core.guessWrong(5)
    expect(await core.guess(PASSWORD, { deviceToken: LAPTOP })).toBe('in')
    expect(await core.guess(PASSWORD)).toBe('account_locked')
  })

  test('a known device gets in though others spent every limit of its network', async () => {
    const core = await setup({ rate_limit_login_requests: 1, rate_limit_login_requests_per_ip: 1 })
    expect(await core.guessWrong(2)).toEqual(['password_wrong', 'budget_spent'])
    expect(await core.guess(PASSWORD, { deviceToken: LAPTOP })).toBe('in')
  })

  test('a known device has as many guesses as a stranger and leaves those to them', async () => {
    const core = await setup()
    expect((await core.guessWrong(6, { deviceToken: LAPTOP })).at(-1)).toBe('account_locked')
    expect(await core.guess(PASSWORD, { deviceToken: 'device:user-1:phone' })).toBe('in')
    expect(await core.guess(PASSWORD)).toBe('in')
  })

  test.each(['device:user-2:laptop', 'forged', ''])(
    'the token %j, of somebody else or of nobody, makes no device known',
    async (deviceToken) => {
      const core = await setup()
      await core.guessWrong(5)
      expect(await core.guess(PASSWORD, { deviceToken })).toBe('account_locked')
      expect(await core.guess(WRONG, { deviceToken }, NOBODY)).toBe('user_unknown')
    },
  )

  test('a session that is asked again for its password has guesses of its own', async () => {
    const core = await setup()
    await core.guessWrong(5)
    const claim = {
      emailCanonical: ADA.canonical,
      sessionId: 'session-1',
      failure: { action: 'authn_password_change_fail', resource: 'password' },
    } as const
    const ask = (password: string) => core.checkPassword({ ...claim, password }, aCaller())
    expect(await ask(PASSWORD)).toMatchObject({ ok: true, user: { id: 'user-1' } })
    for (let n = 0; n < 4; n++) expect(await ask(WRONG)).toMatchObject({ ok: false })
    expect(await ask(PASSWORD)).toMatchObject({ reason: 'account_locked' })
    expect(core.codes()).toContainEqual(['authn_password_change_fail', 'password_wrong'])
  })
})

describe('a hundred failures in a row', () => {
  const wearDown = async () => {
    const core = await setup()
    for (let lock = 0; lock < 20; lock++) {
      await core.guessWrong(5)
      core.clock.advance('1h')
    }
    return core
  }

  test('disable the password everywhere, which its owner is told', async () => {
    const core = await wearDown()
    expect(await core.guess(PASSWORD)).toBe('password_disabled')
    expect(await core.guess(PASSWORD, { deviceToken: LAPTOP })).toBe('password_disabled')
    expect(await core.state()).toMatchObject({ isDisabled: true, lockedUntil: null })
    expect(core.mails().at(-1)).toMatchObject({ to: 'Ada@example.org', data: { isDisabled: true } })
  })

  test('are made up for by a new password', async () => {
    const core = await wearDown()
    await core.requestReset(ADA, core.origin())
    const mail = core.mails().at(-1)
    const link = mail?.template === 'reset_password' ? mail.data.link : ''
    const reset = await core.reset(link.split('#token=')[1] ?? '', 'New-Horse-99', core.origin())
    expect(reset).toMatchObject({ ok: true })
    expect(await core.guess('New-Horse-99')).toBe('in')
  })

  test('are no row when the owner signed in between them on a known device', async () => {
    const core = await setup()
    for (let lock = 0; lock < 30; lock++) {
      await core.guessWrong(5)
      expect(await core.guess(PASSWORD, { deviceToken: LAPTOP })).toBe('in')
      core.clock.advance('1h')
    }
    expect(await core.state()).toMatchObject({ isDisabled: false })
  })

  test('against an address that is nobody’s do not touch whoever signs up with it', async () => {
    const core = await setup()
    for (let lock = 0; lock < 20; lock++) {
      await core.guessWrong(5, {}, NOBODY)
      core.clock.advance('1h')
    }
    const profile = {
      firstName: 'Nora',
      lastName: 'Body',
      username: null,
      phone: null,
      preferences: {},
    }
    const signUp = { email: NOBODY, password: 'Other-Horse-3', profile, locale: 'en' }
    const staged = await core.register(signUp, core.origin())
    const mail = core.mails().at(-1)
    const code = mail?.template === 'verify_email' ? mail.data.code : ''
    const registrationToken = staged.ok ? staged.registrationToken : ''
    expect(await core.verify({ code, registrationToken }, core.origin())).toMatchObject({
      ok: true,
    })
    expect(await core.guess('Other-Horse-3', {}, NOBODY)).toBe('in')
  })
})

describe('limits of a source', () => {
  test('a source has five failures per account, and the sixth guess costs no hash', async () => {
    const core = await setup({ max_login_attempts: 100 })
    expect(await core.guessWrong(6)).toEqual([...Array(5).fill('password_wrong'), 'budget_spent'])
    expect(core.passwords.count()).toBe(5)
    expect(await core.guess(PASSWORD, { network: '198.51.100.7' })).toBe('in')
    expect(await core.logIn(ADA, PASSWORD, core.origin())).toMatchObject({
      budget: { name: 'login', limit: 5, windowSeconds: 900 },
      retryAfterSeconds: 900,
    })
  })

  test('the limit is the same for an address that is nobody’s', async () => {
    const core = await setup({ max_login_attempts: 100 })
    expect((await core.guessWrong(6, {}, NOBODY)).at(-1)).toBe('budget_spent')
  })

  test('a network has fifty failures over all accounts, and the right password gives none of them back', async () => {
    const core = await setup({ max_login_attempts: 100 })
    for (let n = 0; n < 49; n++) await core.guessWrong(1, {}, anEmail(`user${n}@example.org`))
    expect(await core.guess(PASSWORD)).toBe('in')
    expect(await core.guess(PASSWORD)).toBe('in')
    expect(await core.guess(WRONG)).toBe('password_wrong')
    expect(await core.guess(PASSWORD)).toBe('budget_spent')
    expect(await core.guess(PASSWORD, { network: '198.51.100.7' })).toBe('in')
  })

  test('a refusal for one limit takes no place of another', async () => {
    const core = await setup({ rate_limit_login_requests: 1, rate_limit_login_requests_per_ip: 2 })
    await core.guessWrong(5)
    expect(await core.guess(WRONG, {}, NOBODY)).toBe('user_unknown')
  })
})
