import { memoryStores, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { settingsInMemory } from './settings-in-memory.ts'

const setUp = async (fixed = {}) => {
  const store = memoryStores().changedSettings
  const change = (key: string, value: unknown) =>
    store.change({ key, value, updatedBy: null, expected: null }, NOON)
  const settings = settingsInMemory({ store, fixed })
  await settings.reload()
  return { store, change, settings }
}

test('a change counts from the next look on, and is told once', async () => {
  const { change, settings } = await setUp()
  await change('otp_max_attempts', 3)
  expect(settings.read().otp_max_attempts).toBe(5)
  const changed = [{ key: 'otp_max_attempts', from: 5, to: 3 }]
  expect(await settings.reload()).toEqual({ changed, unused: [] })
  expect(settings.read().otp_max_attempts).toBe(3)
  expect(await settings.reload()).toEqual({ changed: [], unused: [] })
})

test('a process that cannot read goes on with what it read last', async () => {
  const { store, change, settings } = await setUp()
  await change('otp_max_attempts', 3)
  await settings.reload()
  store.all = () => Promise.reject(new Error('away'))
  await expect(settings.reload()).rejects.toThrow('away')
  expect(settings.read().otp_max_attempts).toBe(3)
})

test('a value that is not valid is told once, and the default counts', async () => {
  const { change, settings } = await setUp()
  await change('otp_max_attempts', 3)
  await settings.reload()
  await change('otp_max_attempts', 9999)
  const { changed, unused } = await settings.reload()
  expect(changed).toEqual([{ key: 'otp_max_attempts', from: 3, to: 5 }])
  expect(unused).toEqual([{ key: 'otp_max_attempts', problem: expect.stringContaining('3 to 10') }])
  expect(await settings.reload()).toEqual({ changed: [], unused: [] })
  expect(settings.unused()).toEqual(unused)
})

test('what the environment fixes stays, whatever is stored', async () => {
  const { change, settings } = await setUp({ registration_enabled: false })
  await change('registration_enabled', true)
  expect(await settings.reload()).toEqual({ changed: [], unused: [] })
  expect(settings.read().registration_enabled).toBe(false)
})

test('a look that began before a change does not bring back what it saw', async () => {
  const { store, change, settings } = await setUp()
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  const { all } = store
  store.all = async () => {
    const seen = await all()
    await held
    return seen
  }
  const early = settings.reload()
  store.all = all
  await change('otp_max_attempts', 3)
  const late = settings.reload()
  letGo()
  await Promise.all([early, late])
  expect(settings.read().otp_max_attempts).toBe(3)
})
