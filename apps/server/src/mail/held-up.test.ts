import { afterNoon, aMailOrder, fixedClock, memoryStores, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { areMailsHeldUp } from './held-up.ts'

test('mails are held up when one was due a minute ago, be it in somebody’s hands', async () => {
  const { outbox, mailQueue } = memoryStores()
  const clock = fixedClock()
  expect(await areMailsHeldUp(mailQueue, clock)).toBe(false)
  await outbox.add(aMailOrder(), NOON)
  await mailQueue.claim('ticket', 1, NOON, afterNoon(300_000))
  clock.advance('60s')
  expect(await areMailsHeldUp(mailQueue, clock)).toBe(false)
  clock.advance('1s')
  expect(await areMailsHeldUp(mailQueue, clock)).toBe(true)
})

test('a mail whose next try lies ahead is not held up', async () => {
  const { outbox, mailQueue } = memoryStores()
  const clock = fixedClock()
  await outbox.add(aMailOrder(), NOON)
  const [message] = await mailQueue.claim('worker', 1, NOON, afterNoon(15_000))
  clock.advance('10m')
  const nextTryAt = afterNoon(660_000)
  const result = { state: 'deferred', tries: 1, deferrals: 0, nextTryAt, reason: '451' } as const
  await mailQueue.settle('worker', message?.id ?? '', result, clock.now())
  expect(await areMailsHeldUp(mailQueue, clock)).toBe(false)
})
