import { expect, test } from 'vitest'
import { localeFrom } from './locale.ts'

const pick = localeFrom(['de', 'en'])

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.5', 'de'],
  ['fr, en;q=0.3, de;q=0.8', 'de'],
  ['en;q=0.1,de;q=x', 'en'],
  ['*', 'en'],
  [`${'x,'.repeat(5000)}de`, 'en'],
])('Accept-Language %j leads to mails in %s', (header, expected) => {
  expect(pick(header)).toBe(expected)
})
