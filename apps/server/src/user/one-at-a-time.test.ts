import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('nothing begins before the one before it has ended, also when that fails', async () => {
  const inTurn = oneAtATime(10)
  const log: string[] = []
  const work = (name: string) => async () => {
    log.push(`${name} begins`)
    await Promise.resolve()
    log.push(`${name} ends`)
    if (name === 'b') throw new Error('b fails')
    return name
  }
  const done = await Promise.allSettled(['a', 'b', 'c'].map((name) => inTurn(work(name))))
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]))
})

test('beyond those that may wait nothing is run', async () => {
  const inTurn = oneAtATime(2)
  const gate = Promise.withResolvers<void>()
  const waiting = [1, 2, 3].map((n) => inTurn(() => gate.promise.then(() => n)))
  expect(await inTurn(async () => 4)).toBeNull()
  gate.resolve()
  expect(await Promise.all(waiting)).toEqual([1, 2, 3])
  expect(await inTurn(async () => 5)).toBe(5)
})
