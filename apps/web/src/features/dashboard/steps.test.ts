import { expect, test } from 'vitest'
import { stepsOf } from './steps.ts'

const user = {
  id: '1',
  email: 'ada@example.com',
  emailVerified: true,
  firstName: 'Ada',
  lastName: null,
  username: null,
  phone: null,
  locale: 'en',
  roles: ['user'],
  profileImageUrl: null,
  preferences: {},
  createdAt: '2026-11-21T12:00:00Z',
  updatedAt: '2026-11-21T12:00:00Z',
  lastLoginAt: null,
}

const leftOf = (...args: Parameters<typeof stepsOf>) =>
  stepsOf(...args)
    .filter(({ isDone }) => !isDone)
    .map(({ id }) => id)

test('what is left to do is what is missing, and comes first', () => {
  expect(leftOf({ user, hasPassword: false }, 3)).toEqual([
    'password',
    'sessions',
    'name',
    'picture',
    'phone',
  ])
  const complete = { ...user, lastName: 'Lovelace', phone: '+1', profileImageUrl: '/x' }
  expect(leftOf({ user: complete, hasPassword: true }, 1)).toEqual([])
  expect(stepsOf({ user, hasPassword: true }, 1).map(({ isDone }) => isDone)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ])
})
