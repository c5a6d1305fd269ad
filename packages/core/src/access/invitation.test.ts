import { describe, expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'

const PASSWORD = 'Correct-Horse-7'
const BOB = anEmail('Bob@Example.org')
const PEOPLE = [
  ['root', ['admin', 'user']],
  ['host', ['host', 'user']],
  ['ada', ['user']],
] as const

const setup = async () => {
  const core = coreInMemory()
  const { stores, clock, origin, tables } = core
  const permissions = ['users:read', 'users:invite'] as const
  await stores.roles.add({ name: 'host', description: '', permissions })
  await stores.roles.add({ name: 'reader', description: '', permissions: ['users:read'] })
  for (const [id, roles] of PEOPLE) {
    await stores.users.add(aUser({ id, email: `${id}@example.org`, roles, credentialVersion: 0 }))
    await stores.credentials.set(id, plainHash(PASSWORD), clock.now())
  }
  const as = (userId: string) => ({ userId, origin: origin() })
  const guest = (...roles: string[]) => ({
    email: BOB,
    firstName: 'Bob',
    lastName: null,
    locale: 'de',
    roles,
  })
  const invite = (actor: string, ...roles: string[]) => core.inviteUser(as(actor), guest(...roles))
  const tokens = () =>
    [...tables.messages.values()].flatMap(({ order }) =>
      order.template === 'invitation'
        ? [/#token=(.+)&invited$/.exec(order.data.link)?.[1] ?? '']
        : [],
    )
  const accept = (token = tokens().at(-1) ?? '', password = PASSWORD) =>
    core.acceptInvitation(token, password, origin())
  const events = () => [...tables.auditEvents.values()]
  const signIn = () => core.logIn(BOB, PASSWORD, origin())
  return { ...core, as, guest, invite, tokens, accept, events, signIn }
}

describe('an invitation', () => {
  test('makes nobody a user; its link does, with the roles, and signs them in', async () => {
    const { invite, accept, signIn, stores, tables, events } = await setup()
    const invited = await invite('root', 'support')
    if (!invited.ok) throw new Error('not invited')
    const [mail] = [...tables.messages.values()].map(({ order }) => order)
    expect(mail).toMatchObject({ to: 'Bob@Example.org', locale: 'de', template: 'invitation' })
    expect(await stores.users.findByEmail(BOB.canonical)).toBeNull()
    expect(await signIn()).toMatchObject({ reason: 'user_unknown' })

    const accepted = await accept()
    expect(accepted).toMatchObject({ ok: true, session: { amr: ['email'] } })
    const user = await stores.users.findByEmail(BOB.canonical)
    const expected = { id: invited.invitation.id, firstName: 'Bob', locale: 'de' }
    expect(user).toMatchObject({ ...expected, roles: ['support', 'user'], emailVerified: true })
    expect(await signIn()).toMatchObject({ ok: true })
    expect(
      events()
        .filter(({ userId }) => userId !== null)
        .slice(0, 3),
    ).toMatchObject([
      { action: 'user_invited', actorId: 'root', userId: user?.id },
      { action: 'user_created', userId: user?.id, metadata: { roles: ['support', 'user'] } },
      { action: 'authn_login_success', userId: user?.id },
    ])
  })

  test('names nobody who invited and was erased since', async () => {
    const { invite, accept, deleteUser, as, events } = await setup()
    await invite('host')
    await accept()
    expect(JSON.stringify(events())).toContain('"host"')
    expect(await deleteUser(as('root'), 'host')).toEqual({ ok: true })
    expect(events().map(({ action }) => action)).toContain('user_created')
    expect(JSON.stringify(events())).not.toContain('"host"')
  })

  test('is good once, for 72 hours', async () => {
    const { invite, accept, tokens, clock, events } = await setup()
    await invite('root')
    clock.advance('71h')
    expect(await accept()).toMatchObject({ ok: true })
    expect(await accept()).toMatchObject({ reason: 'invitation_unknown' })
    expect(events().at(-1)).toMatchObject({ action: 'user_verification_fail', success: false })

    const late = await setup()
    await late.invite('root')
    late.clock.advance('72h')
    expect(await late.accept(late.tokens()[0])).toMatchObject({ reason: 'invitation_unknown' })
    expect(tokens()).toHaveLength(1)
  })

  test('of many at once one is accepted', async () => {
    const { invite, accept, tables } = await setup()
    await invite('root', 'support')
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => accept()))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(tables.users.size).toBe(PEOPLE.length + 1)
  })

  test('a refused password spends nothing, and a foreign token is none', async () => {
    const { invite, accept, secrets, reset, tokens, origin } = await setup()
    await invite('root')
    expect(await accept(undefined, 'short')).toMatchObject({ reason: 'password_refused' })
    const { token } = secrets.genuine('invitation', 'id-99')
    for (const foreign of [token, secrets.genuine('reset', 'id-1').token, 'junk', ''])
      expect(await accept(foreign)).toMatchObject({ reason: 'invitation_unknown' })
    const asReset = await reset(tokens()[0] ?? '', PASSWORD, origin())
    expect(asReset).toMatchObject({ reason: 'reset_unknown' })
    expect(await accept()).toMatchObject({ ok: true })
  })

  test('a newer one voids the link of the one before', async () => {
    const { invite, accept, tokens, tables } = await setup()
    await invite('root', 'admin')
    await invite('root')
    const [first, second] = tokens()
    expect(await accept(first)).toMatchObject({ reason: 'invitation_unknown' })
    expect(await accept(second)).toMatchObject({ ok: true, user: { roles: ['user'] } })
    expect(tables.invitations.size).toBe(0)
  })
})

describe('whoever invites', () => {
  test('gives no more than they have, and takes nothing that is above them', async () => {
    const { invite, as, withdrawInvitation, events } = await setup()
    expect(await invite('host', 'admin')).toMatchObject({ reason: 'above_own_permissions' })
    expect(await invite('host', 'support')).toMatchObject({ reason: 'above_own_permissions' })
    expect(await invite('ada')).toMatchObject({ reason: 'permission_missing' })
    expect(await invite('root', 'unheard-of')).toMatchObject({ reason: 'role_unknown' })
    const above = await invite('root', 'support')
    if (!above.ok) throw new Error('not invited')
    expect(await invite('host')).toMatchObject({ reason: 'above_own_permissions' })
    const withdraw = (actor: string) => withdrawInvitation(as(actor), above.invitation.id)
    expect(await withdraw('host')).toMatchObject({ reason: 'above_own_permissions' })
    expect(await withdraw('ada')).toMatchObject({ reason: 'permission_missing' })
    expect(events().filter(({ action }) => action === 'authz_fail')).toHaveLength(6)
    expect(await invite('host', 'reader')).toMatchObject({ reason: 'above_own_permissions' })
  })

  test('learns that an address is a user’s already, and no mail leaves', async () => {
    const { inviteUser, as, guest, tables } = await setup()
    const email = anEmail('ADA@example.org')
    const outcome = await inviteUser(as('host'), { ...guest(), email })
    expect(outcome).toMatchObject({ reason: 'address_taken' })
    expect(tables.messages.size).toBe(0)
  })

  test('may take it back, and then the link is void', async () => {
    const { invite, accept, withdrawInvitation, as, events } = await setup()
    const invited = await invite('host', 'reader')
    if (!invited.ok) throw new Error('not invited')
    const withdraw = () => withdrawInvitation(as('host'), invited.invitation.id)
    expect(await withdraw()).toEqual({ ok: true })
    expect(await withdraw()).toMatchObject({ reason: 'invitation_unknown' })
    expect(await accept()).toMatchObject({ reason: 'invitation_unknown' })
    const [, withdrawn] = events()
    expect(withdrawn).toMatchObject({ action: 'user_invitation_withdrawn', actorId: 'host' })
  })
})

describe('an invitation is worth what its inviter may do when it is accepted', () => {
  const LOSSES = [
    ['was disabled', async ({ stores, clock }) => stores.access.disable('host', clock.now())],
    ['lost the role', async ({ stores, clock }) => stores.access.setRoles('host', [], clock.now())],
    ['is gone', async ({ tables }) => tables.users.delete('host')],
    [
      'would now give more',
      async ({ stores }) =>
        stores.roles.replace({ name: 'reader', description: '', permissions: ['audit:read'] }),
    ],
    ['would give a role that is gone', async ({ stores }) => stores.roles.remove('reader')],
  ] satisfies readonly (readonly [
    string,
    (core: Awaited<ReturnType<typeof setup>>) => Promise<unknown>,
  ])[]

  test.each(LOSSES)('%s', async (_, lose) => {
    const core = await setup()
    await core.invite('host', 'reader')
    await lose(core)
    expect(await core.accept()).toMatchObject({ reason: 'inviter_may_not' })
    expect(await core.stores.users.findByEmail(BOB.canonical)).toBeNull()
    expect(core.events().at(-1)).toMatchObject({ success: false, code: 'inviter_may_not' })
  })
})

describe('an address that is invited and signed up for at once', () => {
  const signUp = (core: Awaited<ReturnType<typeof setup>>) =>
    core.register(
      {
        email: BOB,
        password: 'Stranger-Horse-7',
        profile: { firstName: 'B', lastName: 'B', username: null, phone: null, preferences: {} },
        locale: 'en',
      },
      core.origin(),
    )

  test('is whoever opens the invitation: what strangers staged is gone', async () => {
    const core = await setup()
    await signUp(core)
    await core.invite('root', 'support')
    await signUp(core)
    expect(await core.accept()).toMatchObject({ ok: true })
    expect(core.tables.preRegistrations.size).toBe(0)
    expect(await core.logIn(BOB, 'Stranger-Horse-7', core.origin())).toMatchObject({ ok: false })
  })

  test('is whoever proves it by signing up: the invitation is over, its roles with it', async () => {
    const core = await setup()
    await core.invite('root', 'admin')
    const staged = await signUp(core)
    if (!staged.ok) throw new Error('not staged')
    const mail = [...core.tables.messages.values()].at(-1)?.order
    const code = mail?.template === 'verify_email' ? mail.data.code : ''
    const claim = { code, registrationToken: staged.registrationToken }
    expect(await core.verify(claim, core.origin())).toMatchObject({ ok: true })
    expect(await core.accept()).toMatchObject({ reason: 'invitation_unknown' })
    expect((await core.stores.users.findByEmail(BOB.canonical))?.roles).toEqual(['user'])
  })
})
