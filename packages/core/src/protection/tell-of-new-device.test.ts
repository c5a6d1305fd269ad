import { expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'
import type { Caller } from './caller.ts'

const email = anEmail('Ada@example.org')
const PHONE = { userAgent: 'Phone/1.0' }

/** Ada, who has signed in once with her browser. */
const setup = async () => {
  const core = coreInMemory()
  await core.stores.users.add(aUser({ credentialVersion: 0 }))
  await core.stores.credentials.set('user-1', plainHash('Correct-Horse-7'), core.clock.now())
  const signIn = async (over: Partial<Caller> = {}) => {
    const outcome = await core.logIn(email, 'Correct-Horse-7', core.origin(over))
    if (!outcome.ok) throw new Error(outcome.reason)
    return outcome
  }
  const mails = () => [...core.tables.messages.values()].map(({ order }) => order)
  const first = await signIn()
  return { ...core, signIn, mails, first }
}

test('a device that was never used is told to its owner, once', async () => {
  const core = await setup()
  expect(core.mails()).toEqual([])
  await core.signIn(PHONE)
  await core.signIn(PHONE)
  const data = { device: 'Phone/1.0', ipAddress: '192.0.2.1' }
  expect(core.mails()).toMatchObject([{ template: 'new_device', to: 'Ada@example.org', data }])
})

test('the same client from another address is new', async () => {
  const core = await setup()
  await core.signIn({ ipAddress: '198.51.100.7' })
  expect(core.mails()).toMatchObject([{ template: 'new_device' }])
})

test('a device whose token is known is not, whatever it says about itself', async () => {
  const core = await setup()
  await core.signIn({ ...PHONE, deviceToken: 'device:user-1:phone' })
  expect(core.mails()).toEqual([])
  await core.signIn({ ...PHONE, ipAddress: '198.51.100.7', deviceToken: 'device:user-2:phone' })
  expect(core.mails()).toHaveLength(1)
})

test('a session that has ended vouches for no device', async () => {
  const core = await setup()
  await core.logOut(core.first.session.id, core.origin())
  await core.signIn()
  expect(core.mails()).toMatchObject([{ template: 'new_device' }])
})

test('a sign-in by code is told as well, but not the one that begins an account', async () => {
  const core = await setup()
  for (const address of [email, anEmail('new@example.org')]) {
    const { otpToken } = await core.sendOtp({ email: address, locale: 'en' }, core.origin())
    const otp = [...core.tables.messages.values()]
      .map(({ order }) => order)
      .findLast((order) => order.template === 'sign_in_code')
    const code = otp?.template === 'sign_in_code' ? otp.data.code : ''
    const names = { firstName: null, lastName: null }
    const claim = { email: address, otp: code, otpToken, names }
    expect(await core.verifyOtp(claim, core.origin(PHONE))).toMatchObject({ ok: true })
  }
  const told = core.mails().filter(({ template }) => template === 'new_device')
  expect(told.map(({ to }) => to)).toEqual(['Ada@example.org'])
})

test('nobody is flooded: five mails a day', async () => {
  const core = await setup()
  for (let n = 0; n < 8; n++) await core.signIn({ userAgent: `Script/${n}` })
  expect(core.mails()).toHaveLength(5)
  core.clock.advance('24h')
  await core.signIn({ userAgent: 'Script/9' })
  expect(core.mails()).toHaveLength(6)
})
