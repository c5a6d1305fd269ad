import { describe, expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'
import type { Permission } from './permissions.ts'

const PEOPLE = [
  ['root', ['admin', 'user']],
  ['clerk', ['clerk', 'user']],
  ['helper', ['support', 'user']],
  ['ada', ['user']],
] as const

const setup = async () => {
  const core = coreInMemory()
  const { stores, clock, origin, tables } = core
  const permissions = ['users:read', 'users:write', 'roles:write'] as const
  await stores.roles.add({ name: 'clerk', description: '', permissions })
  for (const [id, roles] of PEOPLE) {
    await stores.users.add(aUser({ id, email: `${id}@example.org`, roles, credentialVersion: 0 }))
    await stores.credentials.set(id, plainHash('Correct-Horse-7'), clock.now())
  }
  const as = (userId: string) => ({ userId, origin: origin() })
  const events = () =>
    [...tables.auditEvents.values()].map(({ action, actorId, userId, code }) => ({
      action,
      actorId,
      userId,
      code,
    }))
  const rolesOf = async (id: string) => (await stores.users.find(id))?.roles
  return { ...core, as, events, rolesOf }
}

const role = (name: string, ...permissions: Permission[]) => ({
  name,
  description: '',
  permissions,
})

describe('roles of users', () => {
  test('an administrator gives and takes them, with one event that names who did it', async () => {
    const { changeRoles, as, rolesOf, events } = await setup()
    expect(await changeRoles(as('root'), 'ada', ['support', 'support'])).toEqual({ ok: true })
    expect(await rolesOf('ada')).toEqual(['support', 'user'])
    expect(await changeRoles(as('root'), 'ada', [])).toEqual({ ok: true })
    expect(await rolesOf('ada')).toEqual(['user'])
    const event = { action: 'privilege_permissions_changed', actorId: 'root', userId: 'ada' }
    expect(events()).toEqual([
      { ...event, code: null },
      { ...event, code: null },
    ])
  })

  test.each(['admin', 'support'])('nobody gives %s who lacks what it allows', async (wanted) => {
    const { changeRoles, as, rolesOf, events } = await setup()
    for (const id of ['ada', 'clerk'])
      expect(await changeRoles(as('clerk'), id, ['clerk', wanted])).toMatchObject({
        reason: 'above_own_permissions',
      })
    expect(await rolesOf('ada')).toEqual(['user'])
    const [event] = events()
    expect(event).toMatchObject({ action: 'authz_fail', actorId: 'clerk', userId: 'ada' })
    expect(event?.code).toBe('above_own_permissions')
  })

  test('nobody takes a role from whoever may do more than they', async () => {
    const { changeRoles, as, rolesOf } = await setup()
    expect(await changeRoles(as('clerk'), 'helper', [])).toMatchObject({
      reason: 'above_own_permissions',
    })
    expect(await rolesOf('helper')).toEqual(['support', 'user'])
  })

  test.each(['ada', 'helper', 'nobody'])(
    '%s may change nobody, themselves included',
    async (id) => {
      const { changeRoles, as, events, rolesOf } = await setup()
      for (const target of [id, 'ada'])
        expect(await changeRoles(as(id), target, ['user'])).toMatchObject({
          reason: 'permission_missing',
        })
      expect(await rolesOf('ada')).toEqual(['user'])
      expect(events().every(({ action }) => action === 'authz_fail')).toBe(true)
    },
  )

  test('a disabled administrator may do nothing any more', async () => {
    const { changeRoles, stores, clock, as } = await setup()
    await stores.access.disable('root', clock.now())
    expect(await changeRoles(as('root'), 'ada', ['admin'])).toMatchObject({
      reason: 'permission_missing',
    })
  })

  test('users and roles that are not there are told apart from refusals', async () => {
    const { changeRoles, as } = await setup()
    expect(await changeRoles(as('root'), 'x', [])).toMatchObject({ reason: 'user_unknown' })
    expect(await changeRoles(as('root'), 'ada', ['x'])).toMatchObject({ reason: 'role_unknown' })
  })

  test('the last administrator keeps the role, and may give it up once there is another', async () => {
    const { changeRoles, as, rolesOf } = await setup()
    expect(await changeRoles(as('root'), 'root', [])).toMatchObject({
      reason: 'last_administrator',
    })
    expect(await rolesOf('root')).toEqual(['admin', 'user'])
    await changeRoles(as('root'), 'ada', ['admin'])
    expect(await changeRoles(as('root'), 'root', [])).toEqual({ ok: true })
    expect(await rolesOf('root')).toEqual(['user'])
  })
})

describe('disabled users', () => {
  test('have no session left, cannot sign in, and can again once they are enabled', async () => {
    const { disableUser, enableUser, logIn, refresh, as, origin, events } = await setup()
    const email = { address: 'ada@example.org', canonical: 'ada@example.org' }
    const signIn = () => logIn(email, 'Correct-Horse-7', origin())
    const live = await signIn()
    if (!live.ok) throw new Error('sign-in was refused')
    for (let n = 0; n < 2; n++) expect(await disableUser(as('clerk'), 'ada')).toEqual({ ok: true })
    expect(await refresh(live.refreshToken, origin())).toMatchObject({ ok: false })
    expect(await signIn()).toMatchObject({ reason: 'user_disabled' })
    for (let n = 0; n < 2; n++) expect(await enableUser(as('clerk'), 'ada')).toEqual({ ok: true })
    expect(await refresh(live.refreshToken, origin())).toMatchObject({ ok: false })
    expect(await signIn()).toMatchObject({ ok: true })
    const acts = events().filter(({ actorId }) => actorId === 'clerk')
    expect(acts.map(({ action }) => action)).toEqual(['user_disabled', 'user_enabled'])
  })

  test('are not chosen among those who may do more', async () => {
    const { disableUser, enableUser, stores, as, clock } = await setup()
    const refusal = { reason: 'above_own_permissions' }
    expect(await disableUser(as('clerk'), 'root')).toMatchObject(refusal)
    await stores.access.disable('helper', clock.now())
    expect(await enableUser(as('clerk'), 'helper')).toMatchObject(refusal)
    expect(await disableUser(as('helper'), 'ada')).toMatchObject({ reason: 'permission_missing' })
    expect(await disableUser(as('root'), 'x')).toMatchObject({ reason: 'user_unknown' })
  })

  test('are never all the administrators there are', async () => {
    const { disableUser, as, stores } = await setup()
    expect(await disableUser(as('root'), 'root')).toMatchObject({ reason: 'last_administrator' })
    expect((await stores.users.find('root'))?.disabledAt).toBeNull()
  })
})

describe('roles', () => {
  test('are made, changed and deleted, and what they allow follows at once', async () => {
    const { addRole, changeRole, removeRole, changeRoles, stores, as } = await setup()
    const made = role('reader', 'users:read')
    expect(await addRole(as('clerk'), made)).toEqual({ ok: true, role: made })
    await changeRoles(as('root'), 'ada', ['reader'])
    expect((await stores.access.find('ada'))?.permissions).toEqual(new Set(['users:read']))
    await changeRole(as('root'), 'reader', { permissions: ['mail:read'] })
    expect((await stores.access.find('ada'))?.permissions).toEqual(new Set(['mail:read']))
    expect(await removeRole(as('root'), 'reader')).toMatchObject({ reason: 'role_in_use' })
    await changeRoles(as('root'), 'ada', [])
    expect(await removeRole(as('root'), 'reader')).toMatchObject({ ok: true })
    expect(await stores.roles.find('reader')).toBeNull()
  })

  test('allow nothing that their maker may not do', async () => {
    const { addRole, changeRole, removeRole, as, stores } = await setup()
    const refusal = { reason: 'above_own_permissions' }
    expect(await addRole(as('clerk'), role('boss', 'audit:read'))).toMatchObject(refusal)
    const more = { permissions: ['users:read', 'users:delete'] as const }
    expect(await changeRole(as('clerk'), 'clerk', more)).toMatchObject(refusal)
    await stores.roles.add(role('boss', 'audit:read'))
    expect(await changeRole(as('clerk'), 'boss', { permissions: [] })).toMatchObject(refusal)
    expect(await removeRole(as('clerk'), 'boss')).toMatchObject(refusal)
    expect(await addRole(as('helper'), role('x'))).toMatchObject({ reason: 'permission_missing' })
  })

  test.each(['user', 'support', 'admin'])('%s is built in and stays as it is', async (name) => {
    const { addRole, changeRole, removeRole, as } = await setup()
    expect(await addRole(as('root'), role(name))).toMatchObject({ reason: 'role_taken' })
    const fixed = { reason: 'role_built_in' }
    expect(await changeRole(as('root'), name, { permissions: [] })).toMatchObject(fixed)
    expect(await removeRole(as('root'), name)).toMatchObject(fixed)
  })

  test('have one name each', async () => {
    const { addRole, changeRole, removeRole, as } = await setup()
    expect(await addRole(as('root'), role('clerk'))).toMatchObject({ reason: 'role_taken' })
    expect(await changeRole(as('root'), 'x', {})).toMatchObject({ reason: 'role_unknown' })
    expect(await removeRole(as('root'), 'x')).toMatchObject({ reason: 'role_unknown' })
  })
})

describe('sessions of users', () => {
  const opened = async () => {
    const core = await setup()
    const sessionOf = async (userId: string) => {
      const address = anEmail(`${userId}@example.org`)
      const outcome = await core.logIn(address, 'Correct-Horse-7', core.origin())
      if (!outcome.ok) throw new Error(outcome.reason)
      return outcome.session.id
    }
    const isLive = async (id: string) => (await core.stores.sessions.find(id))?.session.revokedAt
    return { ...core, sessionOf, isLive }
  }

  test('an administrator ends all of them, or one, with one event that names who did it', async () => {
    const { endSessionsOf, sessionOf, as, events, isLive, clock } = await opened()
    const [one, two, three] = [
      await sessionOf('ada'),
      await sessionOf('ada'),
      await sessionOf('ada'),
    ]
    expect(await endSessionsOf(as('root'), 'ada', one)).toEqual({ ok: true, ended: 1 })
    expect(await isLive(one)).toEqual(clock.now())
    expect(await isLive(two)).toBeNull()
    expect(await endSessionsOf(as('root'), 'ada')).toEqual({ ok: true, ended: 2 })
    expect(await isLive(three)).toEqual(clock.now())
    expect(await endSessionsOf(as('root'), 'ada')).toEqual({ ok: true, ended: 0 })
    const event = { action: 'authn_token_revoked', actorId: 'root', userId: 'ada', code: null }
    expect(events().slice(3)).toEqual([event, event, event])
  })

  test('one that is not the user’s, has ended or never was is not there', async () => {
    const { endSessionsOf, sessionOf, as, isLive } = await opened()
    const other = await sessionOf('helper')
    const ended = await sessionOf('ada')
    await endSessionsOf(as('root'), 'ada', ended)
    for (const id of [other, ended, 'none'])
      expect(await endSessionsOf(as('root'), 'ada', id)).toEqual({
        ok: false,
        reason: 'session_unknown',
      })
    expect(await isLive(other)).toBeNull()
    expect(await endSessionsOf(as('root'), 'nobody')).toMatchObject({ reason: 'user_unknown' })
  })

  test('nobody ends those of whoever may do more than they, and that is recorded', async () => {
    const { endSessionsOf, stores, sessionOf, as, events, isLive } = await opened()
    const permissions = ['sessions:revoke'] as const
    await stores.roles.replace({ name: 'clerk', description: '', permissions })
    const id = await sessionOf('helper')
    for (const [actor, reason] of [
      ['clerk', 'above_own_permissions'],
      ['helper', 'permission_missing'],
    ] as const) {
      expect(await endSessionsOf(as(actor), 'helper', id)).toMatchObject({ reason })
      expect(events().at(-1)).toMatchObject({ action: 'authz_fail', actorId: actor, code: reason })
    }
    expect(await isLive(id)).toBeNull()
  })
})
