import { describe, expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory } from '../testing/index.ts'

const input = { email: anEmail('root@example.org'), firstName: 'Ada', lastName: 'Lovelace' }
const PASSWORD = 'Correct-Horse-7'

const setup = async () => {
  const core = coreInMemory()
  const { token, id, hash } = core.secrets.issue('setup', 'setup-1')
  const expiresAt = new Date(core.clock.now().getTime() + 30 * 60_000)
  await core.stores.setupTokens.replace({ id, hash, expiresAt })
  const setUp = (given = token, password = PASSWORD) =>
    core.setUp(given, input, password, core.origin())
  return { ...core, setUp, token }
}

describe('the first administrator', () => {
  test('is made and signed in by the printed link', async () => {
    const { setUp } = await setup()
    expect(await setUp()).toMatchObject({ ok: true, user: { roles: ['admin', 'user'] } })
  })

  test('is the only one that links make: afterwards set-up is closed for ever', async () => {
    const { setUp } = await setup()
    await setUp()
    expect(await setUp()).toMatchObject({ reason: 'setup_closed' })
  })

  test('is one of many who use the link at once', async () => {
    const { setUp, tables } = await setup()
    const race = await Promise.all(Array.from({ length: 50 }, () => setUp()))
    expect(race.filter(({ ok }) => ok)).toHaveLength(1)
    expect(tables.users.size).toBe(1)
  })

  test('needs a genuine, living link; a refused password spends none', async () => {
    const { setUp, clock } = await setup()
    expect(await setUp('nonsense')).toMatchObject({ reason: 'setup_token_unknown' })
    expect(await setUp(undefined, 'weak')).toMatchObject({ reason: 'password_refused' })
    clock.advance('31m')
    expect(await setUp()).toMatchObject({ reason: 'setup_token_unknown' })
  })
})

test('a link that was refused for its address still makes the first administrator', async () => {
  const { setUp, stores } = await setup()
  await stores.users.add(aUser({ email: 'root@example.org' }))
  expect(await setUp()).toMatchObject({ reason: 'address_taken' })
  expect(stores.tables.setupTokens.size).toBe(1)
})

describe('administrators from the console', () => {
  test('a new user, or the role for one there is', async () => {
    const core = await setup()
    expect(await core.createAdmin(input, PASSWORD)).toMatchObject({ ok: true })
    expect(await core.createAdmin(input, PASSWORD)).toMatchObject({ reason: 'address_taken' })
    await core.stores.users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
    expect(await core.grantAdmin('bob@example.org')).toMatchObject({ ok: true, userId: 'user-2' })
    expect((await core.stores.users.find('user-2'))?.roles).toEqual(['admin', 'user'])
    expect(await core.grantAdmin('nobody@example.org')).toMatchObject({ reason: 'user_unknown' })
  })
})

test('every refused set-up is recorded with its reason', async () => {
  const core = await setup()
  await core.setUp('nonsense')
  await core.stores.users.add(aUser({ email: 'root@example.org' }))
  await core.setUp()
  await core.grantAdmin('root@example.org')
  await core.setUp()
  const refused = [...core.tables.auditEvents.values()].filter(({ success }) => !success)
  expect(refused.map(({ action, resource, code }) => [action, resource, code])).toEqual([
    ['authz_fail', 'setup', 'setup_token_unknown'],
    ['authz_fail', 'setup', 'address_taken'],
    ['authz_fail', 'setup', 'setup_closed'],
  ])
})
