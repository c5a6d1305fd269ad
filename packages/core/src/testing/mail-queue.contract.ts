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
        const untried = { createdAt: NOON, tries: 0, deferrals: 0, brand: 'Latchkey' }
        expect(message).toEqual({ id: message.id, order, ...untried })
      }
      expect(new Set(claimed.map(({ id }) => id)).size).toBe(2)
    })

    test('messages to an address are withdrawn, claimed or not, and no others', async () => {
      const { mailQueue, outbox } = await openWith(aMailOrder(), NOTICE)
      const [claimed] = await mailQueue.claim('one', 1, NOON, LEASE)
      // After the claim, which of equals takes any.
      await outbox.add({ ...NOTICE, to: null }, NOON)
      await outbox.withdraw([claimed?.order.to ?? ''])
      await mailQueue.settle('one', claimed?.id ?? '', SENT, NOON)
      await outbox.withdraw([])
      await outbox.withdraw(['nobody@example.org'])
      expect(await mailQueue.pending()).toBe(2)
      await outbox.withdraw([aMailOrder().to ?? '', NOTICE.to ?? ''])
      const left = await mailQueue.claim('one', 10, NOON, LEASE)
      expect(left.map(({ order }) => order.to)).toEqual([null])
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

    test('a ticket passes a message on once, with everything it says', async () => {
      const { mailQueue } = await openWith(aMailOrder())
      const message = await claimOne(mailQueue)
      const { id } = message
      expect(await mailQueue.takeOver('one', 'worker', id, LEASE, NOON)).toEqual(message)
      expect(await mailQueue.owners()).toEqual(['worker'])
      expect(await mailQueue.takeOver('one', 'worker', id, LEASE, NOON)).toBeNull()
      expect(await mailQueue.takeOver('one', 'other', id, LEASE, NOON)).toBeNull()
      await mailQueue.settle('one', id, DEFERRED, NOON)
      expect(await mailQueue.owners()).toEqual(['worker'])
      await mailQueue.settle('worker', id, SENT, NOON)
      expect(await mailQueue.nextDueAt()).toBeNull()
    })

    test('a ticket is good after its lease until somebody claims the message, then void', async () => {
      const { mailQueue } = await openWith(aMailOrder(), aMailOrder({ to: 'b@x.org' }))
      const [first, second] = await mailQueue.claim('late', 2, NOON, LEASE)
      const late = afterNoon(20_000)
      const until = afterNoon(35_000)
      const take = (id = '') => mailQueue.takeOver('late', 'worker', id, until, late)
      expect(await take(first?.id)).toEqual(first)
      expect(await mailQueue.claim('anew', 9, late, until)).toEqual([second])
      expect(await take(second?.id)).toBeNull()
      expect([...(await mailQueue.owners())].sort()).toEqual(['anew', 'worker'])
    })

    test('a ticket opens no other message, none that is free and none that is over', async () => {
      const { mailQueue, outbox } = await openWith(aMailOrder())
      const { id } = await claimOne(mailQueue)
      await outbox.add(aMailOrder({ to: 'b@x.org' }), NOON)
      const [other] = await mailQueue.claim('two', 1, NOON, LEASE)
      expect(await mailQueue.takeOver('one', 'w', other?.id ?? '', LEASE, NOON)).toBeNull()
      expect(await mailQueue.takeOver('ONE', 'w', id, LEASE, NOON)).toBeNull()
      expect(await mailQueue.takeOver('one', 'w', 'unknown', LEASE, NOON)).toBeNull()
      await mailQueue.settle('one', id, SENT, NOON)
      await mailQueue.release('two')
      expect(await mailQueue.takeOver('one', 'w', id, LEASE, NOON)).toBeNull()
      expect(await mailQueue.takeOver('two', 'w', other?.id ?? '', LEASE, NOON)).toBeNull()
      expect(await mailQueue.owners()).toEqual([])
    })

    test('of what has expired since it was claimed nothing is handed out, and it fails', async () => {
      const expiresAt = afterNoon(1000)
      const orders = [aMailOrder({ expiresAt }), aMailOrder({ expiresAt, to: null })]
      const { mailQueue } = await openWith(...orders)
      const claimed = await mailQueue.claim('one', 2, NOON, LEASE)
      expect(claimed).toHaveLength(2)
      for (const { id } of claimed)
        expect(await mailQueue.takeOver('one', 'w', id, LEASE, expiresAt)).toBeNull()
      expect(await mailQueue.owners()).toEqual([])
      expect(await mailQueue.nextDueAt()).toBeNull()
    })

    test('of many who present a ticket at once exactly one gets the message', async () => {
      const { nodes } = await openWith()
      for (const round of rounds()) {
        await nodes[0].outbox.add(aMailOrder(), afterNoon(round))
        const ticket = `ticket-${round}`
        const now = afterNoon(round)
        const [message] = await nodes[0].mailQueue.claim(ticket, 1, now, LEASE)
        const id = message?.id ?? ''
        const taken = await race(nodes, ({ mailQueue }, index) =>
          mailQueue.takeOver(ticket, `worker-${index}`, id, LEASE, now),
        )
        expect(taken.filter((claimed) => claimed !== null)).toEqual([message])
      }
    })

    test('of a ticket presented while the message is claimed anew only one side gets it', async () => {
      const { nodes } = await openWith()
      for (const round of rounds()) {
        const now = afterNoon(round * 60_000)
        const until = afterNoon(round * 60_000 + 60_000)
        await nodes[0].outbox.add(aMailOrder({ expiresAt: until }), now)
        const [message] = await nodes[0].mailQueue.claim('ticket', 1, now, now)
        const id = message?.id ?? ''
        const got = await race(nodes, async ({ mailQueue }, index) =>
          index % 2 === 0
            ? mailQueue.takeOver('ticket', `worker-${index}`, id, until, now)
            : mailQueue.claim(`relay-${index}`, 1, now, until),
        )
        expect(got.flat().filter((claimed) => claimed !== null)).toEqual([message])
      }
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

    test('what is over is not pending any more; what somebody holds still is', async () => {
      const { mailQueue } = await openWith(aMailOrder(), aMailOrder(), aMailOrder())
      const [first, second] = await mailQueue.claim('one', 2, NOON, LEASE)
      expect(await mailQueue.pending()).toBe(3)
      await mailQueue.settle('one', first?.id ?? '', SENT, NOON)
      await mailQueue.settle('one', second?.id ?? '', DEFERRED, NOON)
      expect(await mailQueue.pending()).toBe(2)
    })

    test('what is held or was sent of some templates is leaving; what waits, died or is a decoy is not', async () => {
      const decoy = { ...aMailOrder(), to: null }
      const { mailQueue, outbox } = await openWith(aMailOrder(), aMailOrder(), NOTICE, decoy)
      const leaving = (
        since = NOON,
        now = NOON,
        template: 'verify_email' | 'welcome' = 'verify_email',
      ) => mailQueue.leaving([template, 'sign_in_code'], since, now)
      expect(await leaving()).toBe(0)
      const claimed = await mailQueue.claim('one', 9, NOON, LEASE)
      expect(await leaving()).toBe(2)
      expect(await leaving(NOON, LEASE)).toBe(0)
      expect(await leaving(NOON, NOON, 'welcome')).toBe(0)
      // Equal due dates come in any order: the decoy and the notice may lie between the two.
      const [first, second] = claimed.filter(
        ({ order }) => order.template === 'verify_email' && order.to !== null,
      )
      await mailQueue.settle('one', first?.id ?? '', SENT, afterNoon(2000))
      expect([await leaving(), await leaving(afterNoon(2000))]).toEqual([2, 1])
      const dead = { ...SENT, state: 'dead', tries: 10 } as const
      await mailQueue.settle('one', second?.id ?? '', dead, afterNoon(2000))
      expect([await leaving(), await leaving(afterNoon(2000))]).toEqual([1, 0])
      await outbox.add(aMailOrder(), NOON)
      expect(await leaving()).toBe(1)
    })

    test('the longest wait counts from when a message fell due, whoever holds it', async () => {
      const { mailQueue, outbox } = await openWith()
      expect(await mailQueue.waitingSince()).toBeNull()
      await outbox.add(aMailOrder(), NOON)
      await outbox.add(aMailOrder(), afterNoon(1000))
      const { id } = await claimOne(mailQueue)
      expect(await mailQueue.waitingSince()).toEqual(NOON)
      await mailQueue.settle('one', id, DEFERRED, NOON)
      expect(await mailQueue.waitingSince()).toEqual(afterNoon(1000))
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
