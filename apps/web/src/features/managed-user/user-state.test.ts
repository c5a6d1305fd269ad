import { expect, test } from 'vitest'
import { hindrancesOf, stateOf } from './user-state.ts'

const NOW = new Date('2026-11-21T12:00:00Z')
const FINE = {
  disabled: false,
  passwordDisabled: false,
  lockedUntil: null,
  emailVerified: true,
  hasPassword: true,
}

test('nothing is in the way of who is fine', () => {
  expect(hindrancesOf(FINE, NOW)).toEqual([])
  expect(stateOf(FINE, NOW)).toBe('active')
})

test('the heaviest hindrance is the state, and all are told', () => {
  const user = {
    ...FINE,
    disabled: true,
    emailVerified: false,
    lockedUntil: '2026-11-21T12:05:00Z',
  }
  expect(hindrancesOf(user, NOW)).toEqual(['disabled', 'locked', 'unverified'])
  expect(stateOf(user, NOW)).toBe('disabled')
})

test('a lock that has ended is none', () => {
  expect(stateOf({ ...FINE, lockedUntil: '2026-11-21T12:00:00Z' }, NOW)).toBe('active')
})

test('who has no password is active all the same', () => {
  const user = { ...FINE, hasPassword: false }
  expect(hindrancesOf(user, NOW)).toEqual(['noPassword'])
  expect(stateOf(user, NOW)).toBe('active')
})
