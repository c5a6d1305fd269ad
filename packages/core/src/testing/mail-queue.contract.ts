import { describe, expect, test } from 'vitest'
import type { Settlement } from '../mail/mail-queue.ts'
import type { MailOrder } from '../mail/message.ts'
import { aMailOrder } from './a-mail-order.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { type OpenNodes, race, rounds } from './race.ts'

const LEASE = afterNoon(15_000)
const SENT: Settlement = { state: 'sent', tries: 0, deferrals: 0, nextTryAt: null, reason: null }
const DEFERRED: Settlement = {
  state: 'deferred',
  tries: 2,
  deferrals: 3,
  nextTryAt: afterNoon(5000),
  reason: '451 later',
}
const NOTICE: MailOrder = {
  template: 'token_reused',
  to: 'Jos\u00e9+tag@Example.org',
  locale: 'de-AT',
  data: {
    at: NOON.toISOString(),
    ipAddress: '::1',
    userAgent: 'é\u{1f980}',
    resetLink: 'https://x',
  },
  expiresAt: afterNoon(72 * 3_600_000),
}

/** Every Outbox and the MailQueue behind it must pass this suite. */
export const describeMailQueue = (name: string, open: OpenNodes) =>
  describe(`${name} is an Outbox and its MailQueue`, () => {
    const openWith = async (...orders: MailOrder[]) => {
      const nodes = await open()
      for (const order of orders) await nodes[0].outbox.add(order, NOON)
      return { ...nodes[0], nodes }
    }
    const claimOne = async (queue: Awaited<ReturnType<typeof openWith>>['mailQueue']) => {
      const [message] = await queue.claim('one', 1, NOON, LEASE)
      if (!message) throw new Error('nothing was due')
      return message
    }

    test('every field of an order reaches the dispatcher as it was ordered', async () => {
      const { mailQueue } = await openWith(aMailOrder(), NOTICE)
      const claimed = await mailQueue.claim('one', 10, NOON, LEASE)
      expect(claimed.map(({ order }) => order.template).sort()).toEqual([
        'token_reused',
        'verify_email',
      ])
      for (const message of claimed) {
        const order = message.order.template === 'token_reused' ? NOTICE : aMailOrder()
        expect(message).toEqual({ id: message.id, order, createdAt: NOON, tries: 0, deferrals: 0 })
      }
      expect(new Set(claimed.map(({ id }) => id)).size).toBe(2)
    })

    test('a decoy is claimed like any other and is gone when it is over', async () => {
      const { mailQueue } = await openWith({ ...aMailOrder(), to: null })
      const { id, order } = await claimOne(mailQueue)
      expect(order).toEqual({ ...aMailOrder(), to: null })
      await mailQueue.settle('one', id, DEFERRED, afterNoon(1))
      expect(await mailQueue.nextDueAt()).toEqual(afterNoon(5000))
      await mailQueue.claim('one', 1, afterNoon(5000), afterNoon(20_000))
      await mailQueue.settle('one', id, SENT, afterNoon(5001))
      expect(await mailQueue.nextDueAt()).toBeNull()
    })

    test('the longest waiting come first, and not more than were asked for', async () => {
      const { outbox, mailQueue } = await openWith()
      for (const [second, to] of [
        [3, 'c@x.org'],
        [1, 'a@x.org'],
        [2, 'b@x.org'],
      ] as const)
        await outbox.add(aMailOrder({ to }), afterNoon(second * 1000))
      const claimed = await mailQueue.claim('one', 2, afterNoon(4000), LEASE)
      expect(claimed.map(({ order }) => order.to)).toEqual(['a@x.org', 'b@x.org'])
    })

    test('a message is in one hand while its lease runs, and free again when it has run out', async () => {
      const { mailQueue } = await openWith(aMailOrder())
      await claimOne(mailQueue)
      expect(await mailQueue.owners()).toEqual(['one'])
      expect(await mailQueue.claim('two', 9, afterNoon(14_999), afterNoon(30_000))).toEqual([])
      expect(await mailQueue.claim('two', 9, LEASE, afterNoon(30_000))).toHaveLength(1)
      expect(await mailQueue.owners()).toEqual(['two'])
    })

    test('a renewed lease holds longer, but only for who still has it', async () => {
      const { mailQueue } = await openWith(aMailOrder())
      const { id } = await claimOne(mailQueue)
      await mailQueue.renew('two', [id], afterNoon(90_000))
      await mailQueue.renew('one', [], afterNoon(90_000))
      await mailQueue.renew('one', [id, 'unknown'], afterNoon(30_000))
      expect(await mailQueue.claim('two', 9, LEASE, afterNoon(45_000))).toEqual([])
      expect(await mailQueue.claim('two', 9, afterNoon(30_000), afterNoon(45_000))).toHaveLength(1)
    })

    test('a sent message is never taken again', async () => {
      const { mailQueue } = await openWith(aMailOrder())
      const { id } = await claimOne(mailQueue)
      await mailQueue.settle('one', id, SENT, NOON)
      expect(await mailQueue.owners()).toEqual([])
      expect(await mailQueue.nextDueAt()).toBeNull()
      expect(await mailQueue.claim('one', 9, afterNoon(60_000), afterNoon(75_000))).toEqual([])
    })

    test('a deferred message comes back at its time with its counts and its content', async () => {
      const { mailQueue } = await openWith(aMailOrder())
      const message = await claimOne(mailQueue)
      await mailQueue.settle('one', message.id, DEFERRED, NOON)
      expect(await mailQueue.nextDueAt()).toEqual(afterNoon(5000))
      expect(await mailQueue.claim('one', 9, afterNoon(4999), LEASE)).toEqual([])
      const [again] = await mailQueue.claim('one', 9, afterNoon(5000), LEASE)
      expect(again).toEqual({ ...message, tries: 2, deferrals: 3 })
    })

    test('who lost the lease settles nothing', async () => {
      const { mailQueue } = await openWith(aMailOrder())
      const { id } = await claimOne(mailQueue)
      await mailQueue.claim('two', 1, LEASE, afterNoon(30_000))
      await mailQueue.settle('one', id, SENT, LEASE)
      expect(await mailQueue.owners()).toEqual(['two'])
      expect(await mailQueue.nextDueAt()).toEqual(afterNoon(30_000))
    })

    test('a result that comes late counts while nobody else took the message', async () => {
      const { mailQueue } = await openWith(aMailOrder())
      const { id } = await claimOne(mailQueue)
      await mailQueue.settle('one', id, SENT, afterNoon(20_000))
      expect(await mailQueue.claim('two', 9, afterNoon(20_000), afterNoon(30_000))).toEqual([])
    })

    test('the leases of a dead owner are free at once, those of others are not', async () => {
      const { mailQueue } = await openWith(aMailOrder(), aMailOrder({ to: 'b@x.org' }))
      await mailQueue.claim('dead', 1, NOON, LEASE)
      await mailQueue.claim('alive', 1, NOON, LEASE)
      expect([...(await mailQueue.owners())].sort()).toEqual(['alive', 'dead'])
      await mailQueue.release('dead')
      expect(await mailQueue.owners()).toEqual(['alive'])
      expect(await mailQueue.nextDueAt()).toEqual(NOON)
      expect(await mailQueue.claim('new', 9, NOON, LEASE)).toHaveLength(1)
    })

    test('what has expired fails and is not handed out, however much of it there is', async () => {
      const old = Array.from({ length: 12 }, () => aMailOrder({ expiresAt: afterNoon(1000) }))
      const { mailQueue, outbox } = await openWith(...old)
      await outbox.add(aMailOrder({ to: 'new@x.org' }), afterNoon(500))
      const claimed = await mailQueue.claim('one', 5, afterNoon(1000), LEASE)
      expect(claimed.map(({ order }) => order.to)).toEqual(['new@x.org'])
      expect(await mailQueue.nextDueAt()).toEqual(LEASE)
    })

    test('the next due date is that of the first try or of the first lease that runs out', async () => {
      const { mailQueue, outbox } = await openWith()
      expect(await mailQueue.nextDueAt()).toBeNull()
      await outbox.add(aMailOrder(), NOON)
      expect(await mailQueue.nextDueAt()).toEqual(NOON)
      await claimOne(mailQueue)
      expect(await mailQueue.nextDueAt()).toEqual(LEASE)
      await outbox.add(aMailOrder(), afterNoon(1000))
      expect(await mailQueue.nextDueAt()).toEqual(afterNoon(1000))
    })

    test('of many dispatchers that claim at once no two get the same message', async () => {
      const { nodes } = await openWith()
      for (const round of rounds()) {
        const now = afterNoon(round * 60_000)
        const until = afterNoon(round * 60_000 + 15_000)
        const expiresAt = until
        for (let n = 0; n < 20; n++) await nodes[0].outbox.add(aMailOrder({ expiresAt }), now)
        const claimed = await race(nodes, ({ mailQueue }, index) =>
          mailQueue.claim(`owner-${index}`, 3, now, until),
        )
        const ids = claimed.flat().map(({ id }) => id)
        expect(ids).toHaveLength(20)
        expect(new Set(ids).size).toBe(20)
      }
    })
  })
