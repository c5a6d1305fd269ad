import type { ClaimedMessage, Settlement } from '@latchkey/core'
import { afterNoon, aMailOrder, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { mailMetrics } from './metrics.ts'

const clock = { now: () => afterNoon(90_000) }
const aMessage = (to: string | null): ClaimedMessage => ({
  id: 'message-1',
  order: aMailOrder({ to }),
  brand: 'Latchkey',
  createdAt: NOON,
  tries: 0,
  deferrals: 0,
})
const over = (state: Settlement['state']): Settlement => ({
  state,
  tries: 1,
  deferrals: 0,
  nextTryAt: null,
  reason: null,
})
const figures = async (metrics: ReturnType<typeof mailMetrics>) => (await metrics.text()).text

test('tries are counted by template and result, and no decoy among them', async () => {
  const metrics = mailMetrics(() => null, clock)
  for (const state of ['sent', 'sent', 'dead'] as const)
    metrics.note(over(state), aMessage('a@b.c'))
  metrics.note(over('sent'), aMessage(null))
  const text = await figures(metrics)
  expect(text).toContain('mail_sent_total{template="verify_email",result="sent"} 2')
  expect(text).toContain('mail_sent_total{template="verify_email",result="dead"} 1')
  expect(text).not.toContain('a@b.c')
})

test('the backlog is read when it is asked for', async () => {
  let pending = 3
  let since: Date | null = NOON
  const backlog = { pending: async () => pending, waitingSince: async () => since }
  const metrics = mailMetrics(() => backlog, clock)
  expect(await figures(metrics)).toMatch(/^outbox_pending 3\n(.*\n)*outbox_oldest_seconds 90$/m)
  pending = 1
  since = afterNoon(100_000)
  expect(await figures(metrics)).toMatch(/^outbox_pending 1\n(.*\n)*outbox_oldest_seconds 0$/m)
  since = null
  expect(await figures(metrics)).toMatch(/^outbox_oldest_seconds 0$/m)
})

test('without a database the backlog is unknown, not empty, and the rest is told', async () => {
  const broken = async () => {
    throw new Error('away')
  }
  for (const backlog of [null, { pending: broken, waitingSince: broken }]) {
    const text = await figures(mailMetrics(() => backlog, clock))
    expect(text).toMatch(/^outbox_pending Nan$/im)
    expect(text).toMatch(/^outbox_oldest_seconds Nan$/im)
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  }
})
