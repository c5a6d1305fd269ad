import { expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, foreignPlainHash, plainHash } from '../testing/index.ts'

const PASSWORD = 'Correct-Horse-7'
const email = anEmail('Ada@example.org')

const imported = async ({ emailVerified }: { readonly emailVerified: boolean }) => {
  const core = coreInMemory()
  await core.stores.users.add(aUser({ credentialVersion: 0, emailVerified }))
  await core.stores.credentials.set('user-1', foreignPlainHash(PASSWORD), core.clock.now())
  const signIn = (password = PASSWORD) => core.logIn(email, password, core.origin())
  return { ...core, signIn }
}

test('an imported hash is replaced by one of ours at the next sign-in, and no sooner', async () => {
  const core = await imported({ emailVerified: true })
  expect(await core.signIn('Wrong-Pass-1')).toMatchObject({ ok: false })
  expect(core.tables.passwords.get('user-1')).toBe(foreignPlainHash(PASSWORD))
  expect(await core.signIn()).toMatchObject({ ok: true, user: { credentialVersion: 1 } })
  expect(core.tables.passwords.get('user-1')).toBe(plainHash(PASSWORD))
  const computed = core.passwords.count()
  expect(await core.signIn()).toMatchObject({ ok: true })
  expect(core.passwords.count()).toBe(computed + 1)
})

test('with no room for another hash the sign-in succeeds and the old one stays', async () => {
  const core = await imported({ emailVerified: true })
  core.passwords.hash = async () => ({ ok: false, reason: 'overloaded', retryAfterSeconds: 1 })
  expect(await core.signIn()).toMatchObject({ ok: true })
  expect(core.tables.passwords.get('user-1')).toBe(foreignPlainHash(PASSWORD))
})

test('a password that was replaced meanwhile is not overwritten by a renewed hash', async () => {
  const core = await imported({ emailVerified: true })
  const { hash } = core.passwords
  core.passwords.hash = async (password) => {
    await core.stores.credentials.set('user-1', plainHash('New-Pass-9'), core.clock.now())
    return hash(password)
  }
  expect(await core.signIn()).toMatchObject({ ok: false, reason: 'proof_outdated' })
  expect(core.tables.passwords.get('user-1')).toBe(plainHash('New-Pass-9'))
})

test('a password opens nothing for a user whose address nobody proved', async () => {
  const core = await imported({ emailVerified: false })
  expect(await core.signIn()).toMatchObject({ ok: false, reason: 'address_unproven' })
  expect(core.tables.sessions.size).toBe(0)
  const [event] = core.tables.auditEvents.values()
  expect(event).toMatchObject({ action: 'authn_login_fail', code: 'address_unproven' })
})

test('a mailed code proves the address and signs in', async () => {
  const core = await imported({ emailVerified: false })
  const sent = await core.sendOtp({ email, locale: 'en' }, core.origin())
  const [mail] = core.tables.messages.values()
  const otp = mail?.order.template === 'sign_in_code' ? mail.order.data.code : ''
  const claim = { email, otp, otpToken: sent.otpToken, names: { firstName: null, lastName: null } }
  const outcome = await core.verifyOtp(claim, core.origin())
  expect(outcome).toMatchObject({ ok: true, user: { emailVerified: true } })
  expect(core.tables.users.get('user-1')?.emailVerified).toBe(true)
  const event = [...core.tables.auditEvents.values()].at(-1)
  expect(event).toMatchObject({
    action: 'authn_login_success',
    metadata: { amr: ['otp'], provesAddress: true },
  })
})

test('a mailed reset proves the address, and its password counts from then on', async () => {
  const core = await imported({ emailVerified: false })
  await core.requestReset(email, core.origin())
  const [mail] = core.tables.messages.values()
  const link = mail?.order.template === 'reset_password' ? mail.order.data.link : ''
  const token = link.split('#token=')[1] ?? ''
  const outcome = await core.reset(token, 'Another-Horse-8', core.origin())
  expect(outcome).toMatchObject({ ok: true, user: { emailVerified: true } })
  expect(await core.signIn('Another-Horse-8')).toMatchObject({ ok: true })
  expect(await core.signIn()).toMatchObject({ ok: false, reason: 'password_wrong' })
})
