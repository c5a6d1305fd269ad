import { expect, test } from 'vitest'
import type { Mail } from './mail-api.ts'
import { historyOf } from './mail-history.ts'

const base: Mail = {
  ...{ id: '1', template: 'welcome', to: 'ada@example.com', locale: 'en', state: 'queued' },
  ...{ tries: 0, reason: null, sentAt: null, nextTryAt: '2026-11-21T12:01:00Z' },
  ...{ createdAt: '2026-11-21T12:00:00Z', expiresAt: '2026-11-22T12:00:00Z' },
}
const kinds = (changes: Partial<Mail>) => historyOf({ ...base, ...changes }).map(({ kind }) => kind)

test.each<[string, Partial<Mail>, readonly string[]]>([
  ['new', {}, ['ordered', 'next', 'ends']],
  ['sent at once', { state: 'sent', nextTryAt: null }, ['ordered', 'sent']],
  ['sent later', { state: 'sent', tries: 2, nextTryAt: null }, ['ordered', 'refused', 'sent']],
  [
    'waiting for the server',
    { state: 'deferred', reason: 'away' },
    ['ordered', 'failing', 'next', 'ends'],
  ],
  ['refused for now', { state: 'deferred', tries: 1 }, ['ordered', 'refused', 'next', 'ends']],
  ['given up', { state: 'dead', tries: 1, nextTryAt: null }, ['ordered', 'dead', 'ends']],
  ['too late', { state: 'failed', nextTryAt: null }, ['ordered', 'expired']],
])('a mail that is %s', (_, changes, steps) => {
  expect(kinds(changes)).toEqual(steps)
})
