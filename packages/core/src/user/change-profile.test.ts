import { expect, test } from 'vitest'
import { aUser, coreInMemory } from '../testing/index.ts'

const setup = async () => {
  const core = coreInMemory()
  await core.stores.users.add(aUser())
  const change = (changes: Parameters<typeof core.changeProfile>[1]) =>
    core.changeProfile('user-1', changes, core.origin())
  return { ...core, change }
}

test('what is given is changed, what is not stays, and the event names the fields alone', async () => {
  const core = await setup()
  core.clock.advance('1m')
  const outcome = await core.change({ firstName: null, username: 'Countess', locale: 'de' })
  const user = {
    ...aUser(),
    firstName: null,
    username: 'Countess',
    locale: 'de',
    updatedAt: core.clock.now(),
  }
  expect(outcome).toEqual({ ok: true, user })
  expect(await core.stores.users.find('user-1')).toEqual(user)
  const events = [...core.tables.auditEvents.values()]
  expect(events).toMatchObject([
    { action: 'user_updated', metadata: { fields: ['firstName', 'username', 'locale'] } },
  ])
  expect(JSON.stringify(events)).not.toContain('Countess')
})

test('a change of nothing is no act', async () => {
  const core = await setup()
  expect(await core.change({})).toEqual({ ok: true, user: aUser() })
  expect(core.tables.auditEvents.size).toBe(0)
})

test('who is disabled or gone changes nothing', async () => {
  const core = await setup()
  core.tables.users.set('user-1', aUser({ disabledAt: core.clock.now() }))
  expect(await core.change({ username: 'x' })).toMatchObject({ reason: 'user_gone' })
  core.tables.users.clear()
  expect(await core.change({ username: 'x' })).toMatchObject({ reason: 'user_gone' })
})
