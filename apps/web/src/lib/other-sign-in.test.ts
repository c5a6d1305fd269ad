import { expect, test } from 'vitest'
import { isOther } from './other-sign-in.ts'

const own = { sub: 'ada', sid: 'here', authTime: '2026-11-21T12:00:00.000Z' }
const before = '2026-11-20T12:00:00.000Z'
const after = '2026-11-21T12:00:05.000Z'

test.each([
  ['this session', { at: own.authTime, sessionId: 'here', userId: 'ada' }, false],
  ['an earlier one of one\u2019s own', { at: before, sessionId: 'old', userId: 'ada' }, false],
  ['one\u2019s own from an app, since', { at: after, sessionId: 'app', userId: 'ada' }, true],
  ['anybody else\u2019s, whenever it was', { at: before, sessionId: 'app', userId: 'bob' }, true],
  ['that of somebody erased', { at: after, sessionId: null, userId: null }, false],
])('whether %s counts as a sign-in from elsewhere', (_name, signIn, isCounted) => {
  expect(isOther(signIn, own)).toBe(isCounted)
})
