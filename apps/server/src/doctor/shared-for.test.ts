import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { sharedFor } from './shared-for.ts'

test('all who ask while it runs, and shortly after, get the same', async () => {
  const work = vi.fn(() => pause(20, {}))
  const ask = sharedFor(60_000, work)
  const [first, second] = await Promise.all([ask(), ask()])
  expect(second).toBe(first)
  expect(await ask()).toBe(first)
  expect(work).toHaveBeenCalledOnce()
})

test('later it runs again', async () => {
  const work = vi.fn(async () => ({}))
  const ask = sharedFor(1, work)
  const first = await ask()
  await pause(20)
  expect(await ask()).not.toBe(first)
})

test('one that failed is tried again', async () => {
  const work = vi
    .fn<() => Promise<number>>()
    .mockRejectedValueOnce(new Error('no'))
    .mockResolvedValue(1)
  const ask = sharedFor(60_000, work)
  await expect(ask()).rejects.toThrow('no')
  expect(await ask()).toBe(1)
})
