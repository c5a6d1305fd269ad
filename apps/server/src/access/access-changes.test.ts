import type { AccessChange } from '@latchkey/sql'
import { expect, test } from 'vitest'
import { accessChanges } from './access-changes.ts'

const start = new Date('2026-11-21T10:00:00Z').getTime()

const setup = () => {
  const rows: AccessChange[] = []
  let nowMs = start
  const list = accessChanges({
    store: { since: async (at) => rows.filter(({ changedAt }) => changedAt >= at) },
    clock: { now: () => new Date(nowMs) },
    lifetimeSeconds: 900,
  })
  return {
    isOutdated: (userId: string, accessVersion: number) =>
      list.isOutdated({ userId, accessVersion }),
    look: () => list.look(new Date(nowMs - 30_000)),
    change: (userId: string, version: number) =>
      rows.push({ userId, version, changedAt: new Date(nowMs) }),
    passSeconds: (seconds: number) => {
      nowMs += seconds * 1000
    },
  }
}

test('a token from before the change is refused, one from after it and those of others are not', async () => {
  const { isOutdated, look, change } = setup()
  change('ada', 3)
  await look()
  expect(isOutdated('ada', 2)).toBe(true)
  expect(isOutdated('ada', 3)).toBe(false)
  expect(isOutdated('bob', 0)).toBe(false)
})

test('a second change refuses the tokens from between the two', async () => {
  const { isOutdated, look, change, passSeconds } = setup()
  change('ada', 1)
  await look()
  passSeconds(60)
  change('ada', 2)
  await look()
  expect(isOutdated('ada', 1)).toBe(true)
})

test('a change is remembered for as long as a token from before it lives', async () => {
  const { isOutdated, look, change, passSeconds } = setup()
  change('ada', 1)
  await look()
  for (let minutes = 0; minutes < 15; minutes++) {
    passSeconds(60)
    await look()
    expect(isOutdated('ada', 0)).toBe(true)
  }
  passSeconds(61)
  await look()
  expect(isOutdated('ada', 0)).toBe(false)
})
