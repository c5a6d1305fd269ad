import { expect, test } from 'vitest'
import { afterNoon, NOON } from '../testing/fixed-clock.ts'
import { settleDelivery, unreachableBackoffMs } from './delivery.ts'
import type { SendOutcome } from './mail-sender.ts'

const unreachable: SendOutcome = { kind: 'unreachable', reason: 'nobody there' }
const refused: SendOutcome = { kind: 'refused', permanent: false, reason: '451 later' }
const settle = (outcome: SendOutcome, tries = 0, deferrals = 0, random = 0) =>
  settleDelivery({
    message: { tries, deferrals, order: { expiresAt: afterNoon(3_600_000) } },
    outcome,
    now: NOON,
    random: () => random,
  })

test('what the mail server took is sent and never tried again', () => {
  const state = { state: 'sent', tries: 3, deferrals: 2, nextTryAt: null, reason: null }
  expect(settle({ kind: 'sent' }, 3, 2)).toEqual(state)
})

test('an unreachable server costs no try, however often it happens', () => {
  const settled = settle(unreachable, 9, 1_000)
  expect(settled).toMatchObject({ state: 'deferred', tries: 9, deferrals: 1_001 })
  expect(settled.reason).toBe('nobody there')
})

test('the wait for an unreachable server doubles from 1 s to at most 30 s', () => {
  const waits = [0, 1, 2, 3, 4, 5, 100].map((n) => unreachableBackoffMs(n, () => 0))
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
})

test('the wait after a refusal doubles from 2 s to at most 5 minutes', () => {
  const waits = [0, 1, 2, 8].map((tries) => settle(refused, tries).nextTryAt)
  expect(waits).toEqual([2_000, 4_000, 8_000, 300_000].map(afterNoon))
})

test('jitter shortens a wait by up to half, so that retries of a crowd spread out', () => {
  expect(settle(refused, 0, 0, 0.5).nextTryAt).toEqual(afterNoon(1_500))
  expect(unreachableBackoffMs(20, () => 1)).toBe(15_000)
})

test('the tenth refusal is the last and keeps its reason', () => {
  expect(settle(refused, 8).state).toBe('deferred')
  const dead = { state: 'dead', tries: 10, deferrals: 4, nextTryAt: null, reason: '451 later' }
  expect(settle(refused, 9, 4)).toEqual(dead)
})

test('one permanent refusal is the last', () => {
  const outcome = { kind: 'refused', permanent: true, reason: '550 5.1.1' } as const
  expect(settle(outcome)).toMatchObject({ state: 'dead', tries: 1, reason: '550 5.1.1' })
})

test('a message that would be late for its code is given up at once', () => {
  const settled = settleDelivery({
    message: { tries: 0, deferrals: 0, order: { expiresAt: afterNoon(1_000) } },
    outcome: unreachable,
    now: NOON,
    random: () => 0,
  })
  expect(settled).toMatchObject({ state: 'failed', nextTryAt: null, reason: 'expired' })
})
