import { describe, expect, test } from 'vitest'
import type { MailOrder } from '../mail/message.ts'
import { anEmail, aProfile, coreInMemory } from '../testing/index.ts'

const signUp = (email = 'ada@example.org', password = 'Correct-Horse-7') => ({
  email: anEmail(email),
  password,
  profile: aProfile(),
  locale: 'en',
})

const setup = (...args: Parameters<typeof coreInMemory>) => {
  const core = coreInMemory(...args)
  const mails = (): MailOrder[] => [...core.tables.messages.values()].map(({ order }) => order)
  const stage = async (email?: string, password?: string) => {
    const staged = await core.register(signUp(email, password), core.origin())
    if (!staged.ok) throw new Error(staged.reason)
    const mail = mails().at(-1)
    const data = mail?.template === 'verify_email' ? mail.data : null
    const token = data?.link.split('#token=')[1] ?? ''
    return { registrationToken: staged.registrationToken, token, code: data?.code ?? '', mail }
  }
  return { ...core, mails, stage, events: () => [...core.tables.auditEvents.values()] }
}

const wrong = (code: string) => (code === '999999' ? '999998' : '999999')

describe('registration', () => {
  test('a sign-up waits outside the users until its address is proven', async () => {
    const { stage, tables } = setup()
    await stage()
    expect(tables.users.size).toBe(0)
    expect(tables.preRegistrations.size).toBe(1)
  })

  test('free, staged and taken addresses get the same answer and cost the same hash', async () => {
    const core = setup()
    const { registrationToken, code } = await core.stage('taken@example.org')
    await core.verify({ registrationToken, code }, core.origin())
    await core.stage('staged@example.org')
    for (const email of ['free@example.org', 'staged@example.org', 'taken@example.org']) {
      const before = core.passwords.count()
      const answer = await core.register(signUp(email), core.origin())
      expect(Object.keys(answer)).toEqual(['ok', 'registrationToken', 'expiresAt'])
      expect(core.passwords.count() - before).toBe(1)
    }
  })

  test('whoever signs up with a taken address gets no code: its owner is told instead', async () => {
    const core = setup()
    const first = await core.stage()
    await core.verify(first, core.origin())
    const { mail } = await core.stage('ADA@example.org')
    expect(mail).toMatchObject({ template: 'account_exists', to: 'ada@example.org' })
  })

  test('a mail to an unproven address holds nothing that the stranger typed', async () => {
    const core = setup()
    const profile = aProfile({ firstName: 'Click evil.example', lastName: 'now' })
    await core.register({ ...signUp(), profile }, core.origin())
    expect(JSON.stringify(core.mails())).not.toContain('evil')
  })

  test('a closed sign-up stages nothing', async () => {
    const core = setup({ registration_enabled: false })
    expect(await core.register(signUp(), core.origin())).toEqual({
      ok: false,
      reason: 'registration_disabled',
    })
    expect(core.tables.preRegistrations.size).toBe(0)
  })

  test('a refused password says every reason and stages nothing', async () => {
    const core = setup()
    const outcome = await core.register(signUp('ada@example.org', 'ada'), core.origin())
    const violations = ['too_short', 'no_upper', 'no_digit', 'no_special', 'context']
    expect(outcome).toEqual({ ok: false, reason: 'password_refused', violations })
    expect(core.tables.preRegistrations.size).toBe(0)
  })

  test.each(['Acme-Cloud-1!', 'Cloud-2026!', 'AcmeCloud-1!', 'Acme Cloud1!'])(
    'a password may not lean on the name of the installation: %s',
    async (password) => {
      const core = setup({ brand_name: 'Acme Cloud' })
      const outcome = await core.register(signUp('ada@example.org', password), core.origin())
      expect(outcome).toMatchObject({ ok: false, violations: ['context'] })
    },
  )

  test('a full hashing queue refuses and stages nothing', async () => {
    const core = setup()
    core.passwords.setOverloaded(true)
    expect(await core.register(signUp(), core.origin())).toMatchObject({ reason: 'overloaded' })
    expect(core.tables.preRegistrations.size).toBe(0)
  })

  test('a resend repeats the same link and code', async () => {
    const core = setup()
    const { registrationToken, mail } = await core.stage()
    await core.resend(registrationToken, core.origin())
    expect(core.mails().at(-1)).toEqual(mail)
    expect(core.mails()).toHaveLength(2)
  })

  test('a resend for an attempt that is gone does the same work, and reaches nobody', async () => {
    const core = setup()
    const stranger = await core.stage()
    const owner = await core.stage()
    await core.verify(owner, core.origin())
    await core.resend(stranger.registrationToken, core.origin())
    expect(core.mails().at(-1)).toMatchObject({ template: 'verify_email', to: null })
  })

  test('a further step changes the staged profile, and the new user has it', async () => {
    const core = setup()
    const { registrationToken, code } = await core.stage()
    await core.amend(registrationToken, { firstName: 'Augusta', preferences: { theme: 'dark' } })
    await core.verify({ registrationToken, code }, core.origin())
    expect([...core.tables.users.values()][0]).toMatchObject({
      firstName: 'Augusta',
      lastName: 'Lovelace',
      preferences: { theme: 'dark' },
    })
  })
})

describe('verification', () => {
  test('the link with the registration token makes a user and signs them in', async () => {
    const core = setup()
    const { registrationToken, token } = await core.stage()
    const outcome = await core.verify({ registrationToken, token }, core.origin())
    expect(outcome).toMatchObject({ ok: true, user: { emailCanonical: 'ada@example.org' } })
    expect(core.tables.sessions.size).toBe(1)
    expect(core.mails().at(-1)?.template).toBe('welcome')
    expect(core.events().map(({ action }) => action)).toEqual([
      'user_registered',
      'user_created',
      'authn_login_success',
    ])
  })

  test('the code with the registration token does the same', async () => {
    const core = setup()
    const { registrationToken, code } = await core.stage()
    const outcome = await core.verify({ registrationToken, code }, core.origin())
    expect(outcome).toMatchObject({ ok: true, session: { amr: ['email'] } })
  })

  test('in another browser the link needs the password of that very attempt', async () => {
    const core = setup()
    const { token } = await core.stage('ada@example.org', 'Correct-Horse-7')
    expect(await core.verify({ token }, core.origin())).toMatchObject({ reason: 'proof_missing' })
    const bad = { token, password: 'Another-Horse-7' }
    expect(await core.verify(bad, core.origin())).toMatchObject({ reason: 'proof_wrong' })
    const good = { token, password: 'Correct-Horse-7' }
    expect(await core.verify(good, core.origin())).toMatchObject({
      ok: true,
      session: { amr: ['email', 'pwd'] },
    })
  })

  test('a stranger who staged the address first gains nothing when its owner signs up', async () => {
    const core = setup()
    const stranger = await core.stage('ada@example.org', 'Strangers-Pass-1')
    const owner = await core.stage('ada@example.org', 'Correct-Horse-7')
    const mixed = { token: owner.token, registrationToken: stranger.registrationToken }
    expect(await core.verify(mixed, core.origin())).toMatchObject({ reason: 'proof_wrong' })
    await core.verify(owner, core.origin())
    expect(core.tables.preRegistrations.size).toBe(0)
    const login = (password: string) =>
      core.logIn(anEmail('ada@example.org'), password, core.origin())
    expect(await login('Strangers-Pass-1')).toMatchObject({ reason: 'password_wrong' })
    expect(await login('Correct-Horse-7')).toMatchObject({ ok: true })
    expect(await core.verify(stranger, core.origin())).toMatchObject({ reason: 'attempt_unknown' })
  })

  test('the owner who clicks the stranger’s link without proof consumes nothing', async () => {
    const core = setup()
    const { token, registrationToken } = await core.stage()
    for (let i = 0; i < 20; i++)
      expect(await core.verify({ token }, core.origin())).toMatchObject({ reason: 'proof_missing' })
    expect(await core.verify({ token, registrationToken }, core.origin())).toMatchObject({
      ok: true,
    })
  })

  test('five wrong codes end the attempt, even for the right code', async () => {
    const core = setup()
    const { registrationToken, code } = await core.stage()
    const guess = { registrationToken, code: wrong(code) }
    for (let i = 0; i < 5; i++)
      expect(await core.verify(guess, core.origin())).toMatchObject({ reason: 'code_wrong' })
    expect(await core.verify({ registrationToken, code }, core.origin())).toMatchObject({
      reason: 'attempt_unknown',
    })
  })

  test('five wrong passwords end the attempt', async () => {
    const core = setup()
    const { token } = await core.stage()
    for (let i = 0; i < 5; i++)
      await core.verify({ token, password: 'Wrong-Pass-1' }, core.origin())
    const good = { token, password: 'Correct-Horse-7' }
    expect(await core.verify(good, core.origin())).toMatchObject({ reason: 'attempt_unknown' })
  })

  test('a hash that could not be computed costs no proof', async () => {
    const core = setup()
    const { token } = await core.stage()
    core.passwords.setOverloaded(true)
    const claim = { token, password: 'Correct-Horse-7' }
    for (let i = 0; i < 9; i++)
      expect(await core.verify(claim, core.origin())).toMatchObject({ reason: 'overloaded' })
    core.passwords.setOverloaded(false)
    expect(await core.verify(claim, core.origin())).toMatchObject({ ok: true })
  })

  test('an address takes twenty wrong codes an hour over all its attempts', async () => {
    const core = setup()
    for (let attempt = 0; attempt < 4; attempt++) {
      const { registrationToken, code } = await core.stage()
      for (let i = 0; i < 5; i++)
        await core.verify({ registrationToken, code: wrong(code) }, core.origin())
    }
    const { registrationToken, code } = await core.stage()
    const right = { registrationToken, code }
    expect(await core.verify(right, core.origin())).toMatchObject({ reason: 'budget_spent' })
    core.clock.advance('1h')
    expect(await core.verify(right, core.origin())).toMatchObject({ ok: true })
  })

  test('right codes leave the budget as it was', async () => {
    const core = setup()
    const { registrationToken, code } = await core.stage()
    await core.verify({ registrationToken, code }, core.origin())
    const codes = [...core.tables.budgets].filter(([key]) => key.includes('verification_code'))
    expect(codes.map(([, { used }]) => used)).toEqual([0])
  })

  test('parallel guesses never get more than five places', async () => {
    const core = setup()
    const { registrationToken, code } = await core.stage()
    const guess = { registrationToken, code: wrong(code) }
    const race = Array.from({ length: 50 }, () => core.verify(guess, core.origin()))
    const evaluated = (await Promise.all(race)).filter((o) => !o.ok && o.reason === 'code_wrong')
    expect(evaluated).toHaveLength(5)
  })

  test('of many verifications at once one makes the user', async () => {
    const core = setup()
    const { registrationToken, token } = await core.stage()
    const race = Array.from({ length: 50 }, () =>
      core.verify({ registrationToken, token }, core.origin()),
    )
    expect((await Promise.all(race)).filter(({ ok }) => ok)).toHaveLength(1)
    expect(core.tables.users.size).toBe(1)
  })

  test('an expired attempt proves nothing', async () => {
    const core = setup()
    const staged = await core.stage()
    core.clock.advance('24h')
    expect(await core.verify(staged, core.origin())).toMatchObject({ reason: 'attempt_unknown' })
  })

  test('a code alone, or a token of another kind, proves nothing', async () => {
    const core = setup()
    const { registrationToken, code } = await core.stage()
    expect(await core.verify({ code }, core.origin())).toMatchObject({ reason: 'attempt_unknown' })
    const crossed = { token: registrationToken, registrationToken }
    expect(await core.verify(crossed, core.origin())).toMatchObject({ reason: 'attempt_unknown' })
  })
})
