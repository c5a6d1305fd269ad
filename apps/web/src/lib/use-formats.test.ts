import { expect, test } from 'vitest'
import { relative } from './use-formats.ts'

const NOW = new Date('2026-11-21T12:00:00Z')
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

test.each([
  [-10, '10 seconds ago'],
  [0, 'now'],
  [-59, '59 seconds ago'],
  [-60, '1 minute ago'],
  [-3 * 3600 - 59, '3 hours ago'],
  [-86_400, '1 day ago'],
  [20 * 86_400, 'in 20 days'],
  [-400 * 86_400, '1 year ago'],
])('%d seconds from now is “%s”', (seconds, words) => {
  expect(relative('en', at(seconds), NOW)).toBe(words)
})

test('in German too', () => {
  expect(relative('de', at(-7200), NOW)).toBe('vor 2 Stunden')
})
