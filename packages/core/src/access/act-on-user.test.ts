import { describe, expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'

const PASSWORD = 'Correct-Horse-7'
const PEOPLE = [
  ['root', ['admin', 'user']],
  ['clerk', ['clerk', 'user']],
  ['helper', ['support', 'user']],
  ['ada', ['user']],
] as const

const setup = async () => {
  const core = coreInMemory({
    rate_limit_login_requests: 10_000,
    rate_limit_login_requests_per_ip: 10_000,
  })
  const { stores, clock, origin, tables } = core
  const permissions = ['users:read', 'users:write'] as const
  await stores.roles.add({ name: 'clerk', description: '', permissions })
  for (const [id, roles] of PEOPLE) {
    await stores.users.add(aUser({ id, email: `${id}@example.org`, roles, credentialVersion: 0 }))
    await stores.credentials.set(id, plainHash(PASSWORD), clock.now())
  }
  const as = (userId: string) => ({ userId, origin: origin() })
  const events = () => [...tables.auditEvents.values()]
  const mails = () => [...tables.messages.values()].map(({ order }) => order)
  return { ...core, as, events, mails }
}
type Core = Awaited<ReturnType<typeof setup>>

const ACTS = [
  ['changing', (core: Core, actor: string, id: string) => core.changeUser(core.as(actor), id, {})],
  ['unlocking', (core: Core, actor: string, id: string) => core.unlockUser(core.as(actor), id)],
  ['sending', (core: Core, actor: string, id: string) => core.sendReset(core.as(actor), id)],
] as const

describe.each(ACTS)('%s', (_, act) => {
  test('is refused to whoever may not, and recorded', async () => {
    const core = await setup()
    for (const actor of ['ada', 'helper', 'nobody'])
      expect(await act(core, actor, 'ada')).toMatchObject({ reason: 'permission_missing' })
    for (const target of ['root', 'helper'])
      expect(await act(core, 'clerk', target)).toMatchObject({ reason: 'above_own_permissions' })
    expect(core.events().map(({ action }) => action)).toEqual(Array(5).fill('authz_fail'))
    expect(core.mails()).toEqual([])
  })

  test('of nobody finds nobody, and is no act', async () => {
    const core = await setup()
    expect(await act(core, 'root', 'x')).toMatchObject({ reason: 'user_unknown' })
    expect(core.events()).toEqual([])
  })
})

describe('changing a user', () => {
  test('changes what is given alone, and the event names fields, not what is in them', async () => {
    const { changeUser, as, stores, events, clock } = await setup()
    clock.advance('1m')
    const changes = { firstName: null, locale: 'de', preferences: { theme: 'dark' } }
    expect(await changeUser(as('clerk'), 'ada', changes)).toEqual({ ok: true })
    const ada = await stores.users.find('ada')
    expect(ada).toMatchObject({ ...changes, lastName: 'Lovelace', updatedAt: clock.now() })
    expect(events()).toMatchObject([
      {
        action: 'user_updated',
        userId: 'ada',
        actorId: 'clerk',
        metadata: { fields: ['firstName', 'locale', 'preferences'] },
      },
    ])
  })

  test('by nothing is no act', async () => {
    const { changeUser, as, events } = await setup()
    expect(await changeUser(as('clerk'), 'ada', {})).toEqual({ ok: true })
    expect(events()).toEqual([])
  })
})

test('whoever is unlocked may sign in at once; it is recorded and may be repeated', async () => {
  const { unlockUser, logIn, as, origin, events } = await setup()
  const ada = { address: 'ada@example.org', canonical: 'ada@example.org' }
  for (let n = 0; n < 5; n++) await logIn(ada, 'Wrong-Horse-7', origin())
  expect(await logIn(ada, PASSWORD, origin())).toMatchObject({ reason: 'account_locked' })
  for (let n = 0; n < 2; n++) expect(await unlockUser(as('clerk'), 'ada')).toEqual({ ok: true })
  expect(await logIn(ada, PASSWORD, origin())).toMatchObject({ ok: true })
  expect(events().filter(({ action }) => action === 'authn_login_unlock')).toMatchObject([
    { userId: 'ada', actorId: 'clerk', metadata: { failuresInRow: 5 } },
    { userId: 'ada', actorId: 'clerk', metadata: { failuresInRow: 0 } },
  ])
})

test('whoever is unlocked may sign in on a known device as well, whatever they guessed there', async () => {
  const core = coreInMemory()
  const { stores, clock, origin } = core
  for (const [id, roles] of PEOPLE)
    if (id !== 'clerk') await stores.users.add(aUser({ id, email: `${id}@example.org`, roles }))
  await stores.credentials.set('ada', plainHash(PASSWORD), clock.now())
  const ada = anEmail('ada@example.org')
  const onLaptop = (password: string) =>
    core.logIn(ada, password, origin({ deviceToken: 'device:ada:laptop' }))
  for (let n = 0; n < 5; n++) await onLaptop('Wrong-Horse-7')
  expect(await onLaptop(PASSWORD)).toMatchObject({ ok: false })
  await core.unlockUser({ userId: 'root', origin: origin() }, 'ada')
  expect(await onLaptop(PASSWORD)).toMatchObject({ ok: true })
})

describe('a reset that an administrator sends', () => {
  test('goes to the user alone, works, and is recorded with who asked', async () => {
    const { sendReset, reset, as, origin, mails, events } = await setup()
    expect(await sendReset(as('clerk'), 'ada')).toEqual({ ok: true })
    const [mail] = mails()
    expect(mail).toMatchObject({ to: 'ada@example.org', template: 'reset_password' })
    const link = mail?.template === 'reset_password' ? mail.data.link : ''
    const token = link.split('#token=')[1] ?? ''
    expect(await reset(token, 'Other-Horse-8', origin())).toMatchObject({ ok: true })
    const [asked] = events()
    expect(asked).toMatchObject({ userId: 'ada', actorId: 'clerk', success: true })
    expect(asked?.action).toBe('authn_password_reset_requested')
  })

  test('is no way around the limits of the public, and those are none of it', async () => {
    const { sendReset, as, mails } = await setup()
    for (let n = 0; n < 30; n++) expect(await sendReset(as('root'), 'ada')).toEqual({ ok: true })
    expect(mails()).toHaveLength(30)
  })

  test('is refused for a disabled user, and recorded', async () => {
    const { sendReset, stores, as, clock, mails, events } = await setup()
    await stores.access.disable('ada', clock.now())
    expect(await sendReset(as('root'), 'ada')).toMatchObject({ reason: 'user_disabled' })
    expect(mails()).toEqual([])
    expect(events()).toMatchObject([{ actorId: 'root', success: false, code: 'user_disabled' }])
  })
})
