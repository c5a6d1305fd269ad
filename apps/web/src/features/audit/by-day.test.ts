import { expect, test } from 'vitest'
import { byDay } from './by-day.ts'

const dayOf = (iso: string) => iso.slice(0, 10)

test('things of a day are together, in their order', () => {
  const at = (instant: string) => ({ at: instant })
  const things = [at('2026-11-21T23:59Z'), at('2026-11-21T00:00Z'), at('2026-11-20T23:59Z')]
  expect(byDay(things, dayOf)).toEqual([
    { day: '2026-11-21', things: things.slice(0, 2) },
    { day: '2026-11-20', things: things.slice(2) },
  ])
  expect(byDay([], dayOf)).toEqual([])
})
