import { expect, test } from 'vitest'
import { mailOfEvent } from './mail-of-event.ts'

const at = '2026-11-21T12:00:00.000Z'
const asked = { action: 'authn_password_reset_requested', at, success: true }
const reset = { template: 'reset_password', createdAt: '2026-11-21T12:00:00.900Z' }
const nearer = { template: 'reset_password', createdAt: '2026-11-21T12:00:00.001Z' }

test('the nearest mail of the act is its own', () => {
  expect(mailOfEvent(asked, [reset, nearer])).toBe(nearer)
})

test.each([
  ['of another kind', asked, { ...reset, template: 'welcome' }],
  ['of another time', asked, { ...reset, createdAt: '2026-11-21T12:00:02.001Z' }],
  ['of an act that was refused', { ...asked, success: false }, reset],
  ['of an act that mails nothing', { ...asked, action: 'user_disabled' }, reset],
])('a mail %s is not', (_what, event, mail) => {
  expect(mailOfEvent(event, [mail])).toBeNull()
})
