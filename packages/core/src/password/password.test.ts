import { describe, expect, test } from 'vitest'
import { webLinks } from '../mail/links.ts'
import { defaultSettings } from '../settings/settings.ts'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'
import { memoryUnitOfWork } from '../testing/memory-stores.ts'
import { requestPasswordReset } from './request-password-reset.ts'

const OLD = 'Correct-Horse-7'
const NEW = 'Battery-Staple-8'
const email = anEmail('Ada@example.org')

const setup = async (...args: Parameters<typeof coreInMemory>) => {
  const core = coreInMemory(...args)
  await core.stores.users.add(aUser({ credentialVersion: 0 }))
  await core.stores.credentials.set('user-1', plainHash(OLD), core.clock.now())
  const mails = () => [...core.tables.messages.values()].map(({ order }) => order)
  const link = async (): Promise<string> => {
    await core.requestReset(email, core.origin())
    const mail = mails().findLast(({ template }) => template === 'reset_password')
    return mail?.template === 'reset_password' ? (mail.data.link.split('#token=')[1] ?? '') : ''
  }
  const reset = (token: string, password = NEW) => core.reset(token, password, core.origin())
  const logIn = (password: string) => core.logIn(email, password, core.origin())
  return { ...core, mails, link, reset, logIn }
}

describe('forgotten password', () => {
  test('known, unknown and disabled addresses write one audit event each, only the known gets mail; the others a decoy', async () => {
    const core = await setup()
    await core.requestReset(email, core.origin())
    await core.requestReset(anEmail('nobody@example.org'), core.origin())
    const user = core.tables.users.get('user-1')
    if (user) core.tables.users.set('user-1', { ...user, disabledAt: core.clock.now() })
    await core.requestReset(email, core.origin())
    expect([...core.tables.auditEvents.values()].map(({ code }) => code)).toEqual([
      null,
      'user_unknown',
      'user_disabled',
    ])
    expect(core.mails().map(({ to, template }) => [to, template])).toEqual([
      ['Ada@example.org', 'reset_password'],
      [null, 'reset_password'],
      [null, 'reset_password'],
    ])
  })
})

test('no link leaves for an address that its owner gave up, or was erased with, meanwhile', async () => {
  const { stores, tables, clock, secrets, origin } = await setup()
  const links = webLinks('https://app.example')
  const changes = [
    () => tables.users.set('user-1', aUser({ emailCanonical: 'new@example.org' })),
    () => tables.users.delete('user-1'),
  ]
  for (const change of changes) {
    const findByEmail: typeof stores.users.findByEmail = async (canonical) => {
      const found = await stores.users.findByEmail(canonical)
      change()
      return found
    }
    const unitOfWork = memoryUnitOfWork({ ...stores, users: { ...stores.users, findByEmail } })
    const request = requestPasswordReset({
      ...{ unitOfWork, links, secrets, clock },
      settings: defaultSettings,
    })
    tables.users.set('user-1', aUser())
    await request(email, origin(), true)
    expect(tables.passwordResets.size).toBe(0)
  }
  expect([...tables.messages.values()].map(({ order }) => order.to)).toEqual([null, null])
})

describe('reset', () => {
  test('sets the password, ends every session, signs in here and tells the owner', async () => {
    const core = await setup()
    const before = await core.logIn(OLD)
    const outcome = await core.reset(await core.link())
    expect(outcome).toMatchObject({ ok: true, user: { id: 'user-1' } })
    expect(before.ok && (await core.refresh(before.refreshToken, core.origin()))).toMatchObject({
      ok: false,
    })
    expect(await core.logIn(OLD)).toMatchObject({ reason: 'password_wrong' })
    expect(await core.logIn(NEW)).toMatchObject({ ok: true })
    expect(core.mails().at(-1)?.template).toBe('password_changed')
  })

  test('a link works once, and the other links of the user with it', async () => {
    const core = await setup()
    const [first, second] = [await core.link(), await core.link()]
    expect(await core.reset(first)).toMatchObject({ ok: true })
    expect(await core.reset(first)).toMatchObject({ reason: 'reset_unknown' })
    expect(await core.reset(second)).toMatchObject({ reason: 'reset_unknown' })
  })

  test('of many resets with one link one succeeds', async () => {
    const core = await setup()
    const token = await core.link()
    const race = await Promise.all(Array.from({ length: 50 }, () => core.reset(token)))
    expect(race.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('a refused password, or a full queue, spends no link', async () => {
    const core = await setup()
    const token = await core.link()
    expect(await core.reset(token, 'P@ssw0rd')).toMatchObject({ violations: ['common'] })
    core.passwords.setOverloaded(true)
    expect(await core.reset(token)).toMatchObject({ reason: 'overloaded' })
    core.passwords.setOverloaded(false)
    expect(await core.reset(token)).toMatchObject({ ok: true })
  })

  test('an unknown or expired link costs no hash', async () => {
    const core = await setup()
    const token = await core.link()
    core.clock.advance('30m')
    expect(await core.reset(token)).toMatchObject({ reason: 'reset_unknown' })
    expect(await core.reset('nonsense')).toMatchObject({ reason: 'reset_unknown' })
    expect(core.passwords.count()).toBe(0)
  })

  test('a login that checks the old password while it is reset opens nothing', async () => {
    const core = await setup()
    const token = await core.link()
    const { verify } = core.passwords
    core.passwords.verify = async (password, hash) => {
      core.passwords.verify = verify
      await core.reset(token)
      return verify(password, hash)
    }
    expect(await core.logIn(OLD)).toMatchObject({ reason: 'proof_outdated' })
  })
})

test('the link of a user who was disabled, or is gone, sets no password', async () => {
  const core = await setup()
  const [first, second] = [await core.link(), await core.link()]
  const user = core.tables.users.get('user-1')
  if (user) core.tables.users.set('user-1', { ...user, disabledAt: core.clock.now() })
  expect(await core.reset(first)).toMatchObject({ reason: 'user_disabled' })
  core.tables.users.delete('user-1')
  expect(await core.reset(second)).toMatchObject({ reason: 'user_gone' })
  expect(core.passwords.count()).toBe(0)
})

test('a user who is disabled, or gone, while the new password is hashed keeps the old one', async () => {
  for (const isGone of [false, true]) {
    const core = await setup()
    const token = await core.link()
    const { hash } = core.passwords
    core.passwords.hash = async (password) => {
      const user = core.tables.users.get('user-1')
      if (user) core.tables.users.set('user-1', { ...user, disabledAt: core.clock.now() })
      if (isGone) core.tables.users.delete('user-1')
      return hash(password)
    }
    const reason = isGone ? 'user_gone' : 'user_disabled'
    expect(await core.reset(token)).toMatchObject({ reason })
    expect(core.tables.passwords.get('user-1')).toBe(plainHash(OLD))
    expect(core.tables.passwordResets.size).toBe(1)
  }
})

test('every refused reset is recorded with its reason, and with its user when the link was theirs', async () => {
  const core = await setup()
  const [first, second] = [await core.link(), await core.link()]
  await core.reset('nonsense')
  await core.reset(first)
  await core.reset(second)
  const third = await core.link()
  const user = core.tables.users.get('user-1')
  if (user) core.tables.users.set('user-1', { ...user, disabledAt: core.clock.now() })
  await core.reset(third)
  const refused = [...core.tables.auditEvents.values()].filter(({ success }) => !success)
  expect(refused.map(({ action, userId, code }) => [action, userId, code])).toEqual([
    ['authn_password_change_fail', null, 'reset_unknown'],
    ['authn_password_change_fail', null, 'reset_unknown'],
    ['authn_password_change_fail', 'user-1', 'user_disabled'],
  ])
})
