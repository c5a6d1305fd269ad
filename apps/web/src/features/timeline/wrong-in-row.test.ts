import { expect, test } from 'vitest'
import { wrongInRow } from './wrong-in-row.ts'

const wrong = (id: string) => ({ id, action: 'authn_login_fail', code: 'password_wrong' })
const right = { id: 'right', action: 'authn_login_success', code: null }
const locked = { id: 'locked', action: 'authn_login_fail', code: 'account_locked' }

test('wrong passwords are counted since the sign-in before them', () => {
  const numbers = wrongInRow([wrong('c'), locked, wrong('b'), right, wrong('a')], true)
  expect(Object.fromEntries(numbers)).toEqual({ a: 1, b: 1, c: 2 })
})

test('where older events are not loaded, nothing is claimed', () => {
  const numbers = wrongInRow([wrong('b'), right, wrong('a')], false)
  expect(Object.fromEntries(numbers)).toEqual({ b: 1 })
})
