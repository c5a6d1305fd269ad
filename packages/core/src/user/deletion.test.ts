import { describe, expect, test } from 'vitest'
import { NO_FAILURES } from '../protection/lockout.ts'
import { accountSubject } from '../protection/lockout-store.ts'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'

const PASSWORD = 'Correct-Horse-7'
const email = anEmail('Ada@example.org')

/** Ada, signed in; `root`, who is the only administrator; and `clerk`, who may delete users. */
const setup = async () => {
  const core = coreInMemory()
  const { stores, clock, origin } = core
  await stores.roles.add({ name: 'clerk', description: '', permissions: ['users:delete'] })
  await stores.users.add(aUser({ credentialVersion: 0 }))
  await stores.credentials.set('user-1', plainHash(PASSWORD), clock.now())
  for (const [id, role] of [
    ['root', 'admin'],
    ['clerk', 'clerk'],
  ] as const)
    await stores.users.add(aUser({ id, email: `${id}@example.org`, roles: [role, 'user'] }))
  const outcome = await core.logIn(email, PASSWORD, origin())
  if (!outcome.ok) throw new Error(outcome.reason)
  const { session, refreshToken } = outcome
  const remove = (password: string | undefined = PASSWORD) =>
    core.deleteOwnAccount({ userId: 'user-1', sessionId: session.id, password }, origin())
  const as = (userId: string) => ({ userId, origin: origin() })
  const mails = () => [...core.tables.messages.values()].map(({ order }) => order)
  const events = () => [...core.tables.auditEvents.values()]
  return { ...core, session, refreshToken, remove, as, mails, events }
}

describe('deleting my account', () => {
  test('takes everything with it, and leaves one mail and one event that names nobody', async () => {
    const core = await setup()
    await core.requestReset(email, core.origin())
    await core.register(
      {
        email: anEmail('ADA@example.org'),
        password: 'Other-Horse-8',
        profile: aUser(),
        locale: 'en',
      },
      core.origin(),
    )
    expect(core.mails()).toHaveLength(2)
    expect(await core.remove()).toEqual({ ok: true })
    expect(core.mails()).toMatchObject([
      { template: 'account_deleted', to: 'Ada@example.org', data: { isOwnWish: true } },
    ])
    expect(core.tables.users.has('user-1')).toBe(false)
    expect(core.tables.preRegistrations.size).toBe(0)
    expect(core.tables.passwordResets.size).toBe(0)
    expect(await core.refresh(core.refreshToken, core.origin())).toMatchObject({ ok: false })
    expect(core.events().filter(({ userId }) => userId === 'user-1')).toEqual([])
    expect(core.events().at(-1)).toMatchObject({ action: 'user_deleted', success: true })
    expect(core.events().at(-1)?.actorId).toBeNull()
  })

  test('what was counted against the address is forgotten, and the address may sign up anew', async () => {
    const core = await setup()
    await core.logIn(email, 'Wrong-Horse-7', core.origin())
    await core.remove()
    const account = accountSubject('ada@example.org')
    expect(await core.stores.lockouts.read(account)).toEqual(NO_FAILURES)
    expect(await core.stores.users.add(aUser({ id: 'user-9' }))).toBe(true)
    expect(await core.logIn(email, PASSWORD, core.origin())).toMatchObject({ ok: false })
  })

  test('a wrong or missing password deletes nothing and is recorded', async () => {
    const core = await setup()
    expect(await core.remove('Wrong-Horse-7')).toMatchObject({ reason: 'password_wrong' })
    expect(core.events().at(-1)).toMatchObject({ action: 'user_deleted', success: false })
    const { id: sessionId } = core.session
    const asked = { userId: 'user-1', sessionId, password: undefined }
    expect(await core.deleteOwnAccount(asked, core.origin())).toMatchObject({
      reason: 'password_missing',
    })
    expect(core.tables.users.has('user-1')).toBe(true)
  })

  test('a user without a password needs a sign-in of the last ten minutes', async () => {
    const core = await setup()
    core.tables.passwords.delete('user-1')
    core.clock.advance('10m')
    expect(await core.remove()).toMatchObject({ reason: 'sign_in_outdated' })
    expect(core.tables.users.has('user-1')).toBe(true)
  })

  test('whoever is disabled or changed their password meanwhile is not deleted', async () => {
    const core = await setup()
    const { verify } = core.passwords
    core.passwords.verify = async (password, hash) => {
      await core.stores.access.disable('user-1', core.clock.now())
      return verify(password, hash)
    }
    expect(await core.remove()).toMatchObject({ reason: 'user_disabled' })
    expect(core.tables.users.has('user-1')).toBe(true)
  })

  test('the last administrator stays', async () => {
    const core = await setup()
    await core.stores.access.setRoles('root', [], core.clock.now())
    await core.stores.access.setRoles('user-1', ['admin'], core.clock.now())
    expect(await core.remove()).toEqual({ ok: false, reason: 'last_administrator' })
    expect(core.events().at(-1)).toMatchObject({
      action: 'authz_fail',
      code: 'last_administrator',
      userId: 'user-1',
    })
    await core.stores.access.setRoles('root', ['admin'], core.clock.now())
    expect(await core.remove()).toEqual({ ok: true })
  })
})

describe('deleting somebody else', () => {
  test('is recorded with whoever did it, and told to the person', async () => {
    const core = await setup()
    expect(await core.deleteUser(core.as('clerk'), 'user-1')).toEqual({ ok: true })
    expect(core.mails()).toMatchObject([
      { template: 'account_deleted', data: { isOwnWish: false } },
    ])
    expect(core.events().at(-1)).toMatchObject({
      action: 'user_deleted',
      userId: null,
      actorId: 'clerk',
    })
    expect(await core.deleteUser(core.as('clerk'), 'user-1')).toMatchObject({
      reason: 'user_unknown',
    })
  })

  test.each([
    ['root', 'clerk', 'above_own_permissions'],
    ['clerk', 'user-1', 'permission_missing'],
    ['root', 'root', 'last_administrator'],
  ])('%s is not deleted by %s: %s', async (userId, actorId, reason) => {
    const core = await setup()
    expect(await core.deleteUser(core.as(actorId), userId)).toEqual({ ok: false, reason })
    expect(core.tables.users.has(userId)).toBe(true)
    expect(core.events().at(-1)).toMatchObject({ action: 'authz_fail', actorId, code: reason })
  })
})
