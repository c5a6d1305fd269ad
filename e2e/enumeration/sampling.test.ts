import { expect, test } from 'vitest'
import { measureKinds } from './sampling.ts'
import { QUICK } from './statistics.ts'

const KINDS = ['a', 'b', 'c'] as const
type Kind = (typeof KINDS)[number]

const taking = (msOf: (kind: Kind, sample: number) => number) => {
  const counts = { a: 0, b: 0, c: 0 }
  const measured = measureKinds(KINDS, async (kind) => msOf(kind, counts[kind]++), {
    rounds: 60,
    bounds: QUICK,
  })
  return { measured, counts }
}

test('kinds that take the same time do not leak, and are measured once', async () => {
  const { measured, counts } = taking((_kind, n) => 5 + (n % 7))
  expect((await measured).leaks).toEqual([])
  expect(counts).toEqual({ a: 63, b: 63, c: 63 })
})

test('a kind that takes longer each time leaks against every other one', async () => {
  const { measured } = taking((kind, n) => 5 + (n % 7) + (kind === 'b' ? 20 : 0))
  const { leaks } = await measured
  expect(leaks.map(({ kinds }) => kinds.join(''))).toEqual(['ab', 'bc'])
  expect(leaks[0]).toMatchObject({ deltaMs: 20, auc: 1 })
})

test('noise that does not repeat is no leak, and the kinds beside it are not measured again', async () => {
  const { measured, counts } = taking((kind, n) => 5 + (n % 7) + (kind === 'b' && n < 63 ? 20 : 0))
  expect((await measured).leaks).toEqual([])
  expect(counts.b).toBe(123)
})

test('noise that turns round is no leak', async () => {
  const isSlow = (kind: Kind, n: number) => (n < 63 ? kind === 'b' : kind !== 'b')
  const { measured } = taking((kind, n) => 5 + (n % 7) + (isSlow(kind, n) ? 20 : 0))
  expect((await measured).leaks).toEqual([])
})
