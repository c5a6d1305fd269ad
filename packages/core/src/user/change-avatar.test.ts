import { expect, test } from 'vitest'
import { aUser, coreInMemory } from '../testing/index.ts'

const upload = (text: string) => new TextEncoder().encode(text)

const setup = async () => {
  const core = coreInMemory()
  await core.stores.users.add(aUser())
  const change = (text: string, userId = 'user-1') =>
    core.changeAvatar(userId, upload(text), core.origin())
  const remove = () => core.removeAvatar('user-1', core.origin())
  const fields = () => [...core.tables.auditEvents.values()].map(({ metadata }) => metadata)
  return { ...core, change, remove, fields }
}

test('an upload becomes the picture of its user, under an address of its own', async () => {
  const core = await setup()
  expect(await core.change('png')).toMatchObject({
    user: { profileImageUrl: 'https://api.example/api/avatars/handle-1' },
  })
  expect(await core.change('webp')).toMatchObject({
    user: { profileImageUrl: 'https://api.example/api/avatars/handle-2' },
  })
  expect(await core.stores.avatars.find('handle-1')).toBeNull()
  expect((await core.stores.avatars.find('handle-2'))?.webp).toEqual(upload('small webp'))
  expect(core.fields()).toEqual(Array(2).fill({ fields: ['profileImageUrl'] }))
})

test('what is no picture changes nothing', async () => {
  const core = await setup()
  await core.change('png')
  const before = core.tables.users.get('user-1')
  for (const reason of ['image_kind', 'image_unreadable', 'image_too_large', 'overloaded'] as const)
    expect(await core.change(reason)).toMatchObject({ ok: false, reason })
  expect(core.tables.users.get('user-1')).toEqual(before)
  expect(core.tables.avatars.size).toBe(1)
})

test('a picture that is taken away is gone, and taking it away again is no act', async () => {
  const core = await setup()
  await core.change('png')
  for (let n = 0; n < 2; n++)
    expect(await core.remove()).toMatchObject({ ok: true, user: { profileImageUrl: null } })
  expect(core.tables.avatars.size).toBe(0)
  expect(core.fields()).toHaveLength(2)
})

test('a user has sixty uploads an hour, of whatever it is', async () => {
  const core = await setup()
  for (let n = 0; n < 60; n++) await core.change('image_unreadable')
  expect(await core.change('png')).toMatchObject({ reason: 'budget_spent' })
  core.clock.advance('1h')
  expect(await core.change('png')).toMatchObject({ ok: true })
})

test('nobody who is gone has a picture', async () => {
  const core = await setup()
  expect(await core.change('png', 'user-2')).toMatchObject({ reason: 'user_gone' })
  core.tables.users.clear()
  expect(await core.remove()).toMatchObject({ reason: 'user_gone' })
  expect(core.tables.avatars.size).toBe(0)
})
