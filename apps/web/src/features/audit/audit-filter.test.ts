import { AUDIT_REASONS } from '@latchkey/core/rules'
import { expect, test } from 'vitest'
import { FILTER_NAMES, fieldsIn, searchOf } from './audit-filter.ts'
import { fromLocal, toLocal } from './local-time.ts'
import { filterOf, wrongOf } from './valid-filter.ts'

const ID = '0198c0de-0000-7000-8000-000000000001'

test('an address tells the filter, and the filter the address', () => {
  const search = new URLSearchParams(`action=authn_login_fail&userId=${ID}&cursor=x&format=csv`)
  const fields = { action: 'authn_login_fail', userId: ID }
  expect(fieldsIn(search)).toEqual(fields)
  expect(String(searchOf(fields))).toBe(`action=authn_login_fail&userId=${ID}`)
  expect(filterOf(fields)).toEqual(fields)
})

test('what is empty is no filter', () => {
  expect(fieldsIn(new URLSearchParams('code=&ipAddress=%20'))).toEqual({})
  expect(String(searchOf({ code: ' ', from: '' }))).toBe('')
  expect(filterOf({})).toEqual({})
})

test.each([
  ['from', 'yesterday'],
  ['to', '1'],
  ['action', 'nothing'],
  ['success', 'maybe'],
  ['code', 'x'.repeat(65)],
  ['userId', 'ada@example.com'],
  ['actorId', '1'],
  ['ipAddress', '300.1.1.1'],
  ['requestId', 'x'.repeat(129)],
] as const)('%s=%s is asked of nobody', (name, value) => {
  expect(FILTER_NAMES).toContain(name)
  expect(wrongOf({ [name]: value })).toEqual([name])
  expect(filterOf({ [name]: value })).toBeNull()
})

test('the end comes after the beginning', () => {
  const [from, to] = ['2026-11-21T10:00:00.000Z', '2026-11-21T11:00:00.000Z']
  expect(wrongOf({ from, to })).toEqual([])
  expect(wrongOf({ from: to, to: from })).toEqual(['to'])
})

test.each(AUDIT_REASONS)('%s may be asked for', (code) => {
  expect(wrongOf({ code })).toEqual([])
})

test('an instant survives a field that knows no time zone, to the minute', () => {
  expect(fromLocal(toLocal('2026-03-29T12:34:56.789Z'))).toBe('2026-03-29T12:34:00.000Z')
  expect([toLocal(''), toLocal('x'), fromLocal(''), fromLocal('x')]).toEqual(['', '', '', ''])
})
