import { expect, test } from 'vitest'
import type { Mail } from './mail-api.ts'
import { stuckOf } from './stuck.ts'

const NOW = new Date('2026-11-21T12:00:00Z')
const mail = (createdAt: string, reason: string | null = null): Mail => ({
  ...{ id: createdAt, template: 'welcome', to: 'ada@example.com', locale: 'en' },
  ...{ state: 'deferred', tries: 0, nextTryAt: null, sentAt: null, expiresAt: createdAt },
  ...{ createdAt, reason },
})
const page = (messages: Mail[], nextCursor: string | null = null) => ({ messages, nextCursor })

test('a mail of this minute is on its way', () => {
  expect(stuckOf([page([mail('2026-11-21T11:59:30Z', 'away')])], NOW)).toBeNull()
  expect(stuckOf([], NOW)).toBeNull()
})

test('those that wait longer are counted, with the oldest and the newest reason', () => {
  const deferred = [mail('2026-11-21T11:58:00Z', 'newest'), mail('2026-11-21T10:02:00Z', 'oldest')]
  const queued = [mail('2026-11-21T11:58:30Z')]
  expect(stuckOf([page(deferred), page(queued)], NOW)).toEqual({
    ...{ count: 3, isMore: false, since: '2026-11-21T10:02:00Z', reason: 'newest' },
  })
})

test('that there are more than were counted is told', () => {
  const found = stuckOf([page([mail('2026-11-21T10:02:00Z')], 'cursor')], NOW)
  expect(found).toMatchObject({ count: 1, isMore: true, reason: null })
})
