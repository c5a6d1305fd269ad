import { expect, test } from 'vitest'
import { atPassword } from './at-password.ts'

const problem = {
  type: 'about:blank',
  title: 'Unauthorized',
  status: 401,
  detail: 'The password is wrong.',
  message: 'The password is wrong.',
  instance: '',
  requestId: '',
  success: false,
  code: 'invalid_credentials',
} as const

test('a wrong password is told at its field, anything else stays as it is', () => {
  expect(atPassword(problem, 'currentPassword')?.errors).toMatchObject([
    { path: 'currentPassword', code: 'wrong' },
  ])
  const limited = { ...problem, status: 429, code: 'rate_limited' } as const
  expect(atPassword(limited, 'password')).toBe(limited)
  expect(atPassword(null, 'password')).toBeNull()
})
