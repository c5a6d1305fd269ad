import { describe, expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'
import type { Caller } from './caller.ts'

const PASSWORD = 'Correct-Horse-7'
const ADA = anEmail('ada@example.org')
const NOBODY = anEmail('nobody@example.org')
const LAPTOP = 'device:user-1:laptop'

describe('limits of what anybody may ask for', () => {
  const PROFILE = {
    firstName: 'Nora',
    lastName: 'Body',
    username: null,
    phone: null,
    preferences: {},
  }
  const OTHER_NETWORK = { network: '198.51.100.7' }

  const asking = async (settings: Parameters<typeof coreInMemory>[0]) => {
    const core = coreInMemory(settings)
    await core.stores.users.add(aUser({ credentialVersion: 0 }))
    await core.stores.credentials.set('user-1', plainHash(PASSWORD), core.clock.now())
    const mails = () => [...core.tables.messages.values()].map(({ order }) => order)
    const signUp = (email = NOBODY, over: Partial<Caller> = {}) =>
      core.register(
        { email, password: 'Other-Horse-3', profile: PROFILE, locale: 'en' },
        core.origin(over),
      )
    const sent = () => mails().filter(({ to }) => to !== null).length
    const budgetNames = () => [...core.tables.budgets.keys()].map((key) => JSON.parse(key)[0])
    return { ...core, mails, signUp, sent, budgetNames }
  }

  test('a network begins twenty sign-ups in a quarter of an hour, whatever the addresses', async () => {
    const core = await asking({ rate_limit_register_requests: 20 })
    for (let n = 0; n < 20; n++)
      expect(await core.signUp(anEmail(`user${n}@example.org`))).toMatchObject({ ok: true })
    expect(await core.signUp()).toMatchObject({ reason: 'budget_spent', budget: { limit: 20 } })
    expect(await core.signUp(NOBODY, OTHER_NETWORK)).toMatchObject({ ok: true })
    core.clock.advance('15m')
    expect(await core.signUp()).toMatchObject({ ok: true })
  })

  test('beyond the mail budget the answer is the same, no mail leaves, and nobody can confirm', async () => {
    const core = await asking({ rate_limit_mail_requests: 2 })
    const within = await core.signUp()
    await core.signUp()
    const beyond = await core.signUp()
    expect(Object.keys(beyond)).toEqual(Object.keys(within))
    expect(beyond.ok && within.ok && beyond.expiresAt).toEqual(within.ok && within.expiresAt)
    expect([core.sent(), core.mails().length]).toEqual([2, 3])

    const decoy = core.mails().at(-1)
    const data = decoy?.template === 'verify_email' ? decoy.data : { code: '', link: '' }
    const registrationToken = beyond.ok ? beyond.registrationToken : ''
    const token = data.link.split('#token=')[1] ?? ''
    for (const claim of [
      { code: data.code, registrationToken },
      { token, registrationToken },
    ])
      expect(await core.verify(claim, core.origin())).toMatchObject({ reason: 'attempt_unknown' })
  })

  test('an address gets four times the mails of one network, from everywhere', async () => {
    const core = await asking({ rate_limit_mail_requests: 2 })
    for (let n = 0; n < 12; n++) await core.signUp(NOBODY, { network: `192.0.2.${n}` })
    expect(core.sent()).toBe(8)
  })

  test('a repeated mail of a sign-up counts with the sign-ups, and one that is gone costs the same', async () => {
    const core = await asking({ rate_limit_mail_requests: 2 })
    const staged = await core.signUp()
    const token = staged.ok ? staged.registrationToken : ''
    for (let n = 0; n < 3; n++) expect(await core.resend(token, core.origin())).toBeNull()
    expect([core.sent(), core.mails().length]).toEqual([2, 4])
    const before = core.tables.budgets.size
    core.clock.advance('2d')
    expect(await core.resend(token, core.origin())).toBeNull()
    expect(core.tables.budgets.size).toBe(before + 2)
  })

  test('sign-ups spend nothing of the mails for a forgotten password, and these nothing of a known device’s', async () => {
    const core = await asking({ rate_limit_mail_requests: 1 })
    for (let n = 0; n < 3; n++) await core.signUp(ADA)
    expect(core.sent()).toBe(1)
    for (let n = 0; n < 3; n++) await core.requestReset(ADA, core.origin())
    expect([core.sent(), core.tables.passwordResets.size]).toEqual([2, 1])
    await core.requestReset(ADA, core.origin({ deviceToken: LAPTOP }))
    await core.requestReset(ADA, core.origin({ deviceToken: LAPTOP }))
    expect([core.sent(), core.tables.passwordResets.size]).toEqual([3, 2])
  })

  test('a forgotten password of nobody’s address takes the same places and writes the same rows', async () => {
    const [known, unknown] = [await asking({}), await asking({})]
    for (let n = 0; n < 3; n++) {
      await known.requestReset(ADA, known.origin())
      await unknown.requestReset(NOBODY, unknown.origin())
    }
    expect(unknown.budgetNames()).toEqual(known.budgetNames())
    expect(unknown.mails()).toHaveLength(known.mails().length)
  })

  test('a network asks for three codes per address, an address gets twelve from everywhere', async () => {
    const core = await asking({ rate_limit_otp_requests: 3 })
    const ask = async (email = ADA, over: Partial<Caller> = {}) =>
      (await core.sendOtpWithinLimits({ email, locale: 'en' }, core.origin(over))).ok
    for (const email of [ADA, NOBODY])
      expect([await ask(email), await ask(email), await ask(email), await ask(email)]).toEqual([
        true,
        true,
        true,
        false,
      ])
    const answers: boolean[] = []
    for (let n = 0; n < 12; n++) answers.push(await ask(ADA, { network: `198.51.100.${n}` }))
    expect(answers.filter(Boolean)).toHaveLength(9)
  })

  test('calls without a token share one limit of their network; those with one of ours are free', async () => {
    const core = await asking({ rate_limit_anonymous_requests: 3 })
    const staged = await core.signUp()
    const wish = { email: ADA, locale: 'en' }
    const begun = await core.sendOtpWithinLimits(wish, core.origin())
    expect(await core.requestReset(ADA, core.origin())).toBeNull()

    const spent = { reason: 'budget_spent', budget: { name: 'anonymous', limit: 3 } }
    expect(await core.signUp()).toMatchObject(spent)
    expect(await core.requestReset(NOBODY, core.origin())).toMatchObject(spent)
    expect(await core.sendOtpWithinLimits(wish, core.origin())).toMatchObject(spent)
    expect(await core.resend('forged', core.origin())).toMatchObject(spent)
    const otpToken = begun.ok ? begun.otpToken : ''
    expect(await core.sendOtpWithinLimits({ ...wish, otpToken }, core.origin())).toMatchObject({
      ok: true,
    })
    const registrationToken = staged.ok ? staged.registrationToken : ''
    expect(await core.resend(registrationToken, core.origin())).toBeNull()
    expect(await core.logIn(ADA, PASSWORD, core.origin())).toMatchObject({ ok: true })
  })

  test('of many calls at once no more get through than the limit says', async () => {
    const core = await asking({ rate_limit_register_requests: 5, rate_limit_mail_requests: 2 })
    const answers = await Promise.all(Array.from({ length: 50 }, () => core.signUp()))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5)
    expect(core.sent()).toBe(2)
  })
})
