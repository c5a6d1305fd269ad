import { expect, test } from 'vitest'
import { decodeTicket, encodeTicket } from './ticket-message.ts'

const TICKET = { messageId: '0198c0de-0000-7000-8000-000000000000', ticket: 'ticket.abc_-9' }

test('what is published holds the way to a row and nothing else', () => {
  expect(JSON.parse(encodeTicket(TICKET).toString())).toEqual({ v: 1, ...TICKET })
  expect(decodeTicket(encodeTicket(TICKET))).toEqual({ ok: true, ticket: TICKET })
})

const json = (value: unknown) => Buffer.from(JSON.stringify(value))

test.each([
  ['nothing', Buffer.alloc(0), 'JSON object'],
  ['text', Buffer.from('hello'), 'JSON object'],
  ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'JSON object'],
  ['null', json(null), 'JSON object'],
  ['a list', json([1]), 'version'],
  ['no version', json(TICKET), 'version'],
  ['another version', json({ v: 2, ...TICKET }), 'version'],
  ['no message', json({ v: 1, ticket: 'x' }), 'messageId'],
  ['a number for a ticket', json({ v: 1, messageId: 'x', ticket: 7 }), 'ticket'],
  ['an id with a line break', json({ v: 1, messageId: 'a\nb', ticket: 'x' }), 'messageId'],
  ['an id that is too long', json({ v: 1, messageId: 'x'.repeat(65), ticket: 'x' }), 'messageId'],
  ['a megabyte', Buffer.alloc(1 << 20, '{'), 'larger'],
])('%s is no ticket', (_what, content, reason) => {
  const decoded = decodeTicket(content)
  if (decoded.ok) throw new Error('accepted')
  expect(decoded.reason).toContain(reason)
})
