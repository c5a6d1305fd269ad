import { expect, test } from 'vitest'
import { strengthOf } from './password-strength.ts'

test.each([
  ['password', 0],
  ['Passw0rd!', 1],
  ['qwertyuiop', 0],
  ['Analytical-Engine-1843', 4],
  ['lighthouse breakfast orbit canary', 4],
])('“%s” is as hard to guess as %d of 4', (password, strength) => {
  expect(strengthOf(password)).toBe(strength)
})

test('the words of its owner and of the service do not make it better', () => {
  const words = ['Latchkey', 'Wilhelmina', 'Featherstone']
  expect(strengthOf('Wilhelmina-Latchkey-1!')).toBeGreaterThan(2)
  expect(strengthOf('Wilhelmina-Latchkey-1!', words)).toBe(0)
  expect(strengthOf('lighthouse breakfast orbit canary', words)).toBe(4)
})

test('a very long one is looked at in no time', () => {
  const start = performance.now()
  expect(strengthOf('aB3$'.repeat(5000))).toBeLessThanOrEqual(4)
  expect(performance.now() - start).toBeLessThan(1000)
})
