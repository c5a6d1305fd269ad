import { expect, test } from 'vitest'
import { periodIn } from './period.ts'
import { peakOf, sumOf } from './series.ts'

const day = (date: string, failures: number) => ({
  date,
  failures,
  logins: 0,
  uniqueIps: 0,
  newUsers: 0,
})
const DAYS = [day('2026-11-18', 2), day('2026-11-19', 5), day('2026-11-20', 5)]

test('the peak is the newest of the days with the most', () => {
  expect(peakOf(DAYS, 'failures')?.date).toBe('2026-11-20')
})

test('where nothing happened is no peak', () => {
  expect(peakOf(DAYS, 'logins')).toBeNull()
  expect(peakOf([], 'logins')).toBeNull()
})

test('a sum is of every day', () => {
  expect(sumOf(DAYS, 'failures')).toBe(12)
})

test.each([
  ['days=7', 7],
  ['days=90', 90],
  ['', 30],
  ['days=31', 30],
  ['days=7e0', 30],
  ['days=%3Cb%3E', 30],
])('“%s” asks for %d days', (query, days) => {
  expect(periodIn(new URLSearchParams(query))).toBe(days)
})
