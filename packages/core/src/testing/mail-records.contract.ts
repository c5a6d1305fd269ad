import { describe, expect, test } from 'vitest'
import type { Settlement } from '../mail/mail-queue.ts'
import type { MailFilter, MailPage } from '../mail/mail-records.ts'
import { aMailOrder } from './a-mail-order.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { type OpenNodes, race, rounds, wins } from './race.ts'

const LEASE = afterNoon(15_000)
const as = (state: Settlement['state'], nextTryAt: Date | null = null): Settlement => ({
  ...{ state, tries: 2, deferrals: 3, nextTryAt },
  reason: state === 'sent' ? null : '550 no',
})

/** Every MailRecords must pass this suite. */
export const describeMailRecords = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is MailRecords`, () => {
    const open = async () => {
      const nodes = await openNodes()
      const [{ outbox, mailQueue, mailRecords }] = nodes
      const list = (filter: MailFilter = {}, page: Partial<MailPage> = {}) =>
        mailRecords.list({ filter, after: null, limit: 100, ...page })
      const idOf = async (to: string) => (await list({ to }))[0]?.id ?? ''
      /** Adds a mail; with a settlement, one that was tried. */
      const add = async (to: string, settlement?: Settlement, now = NOON) => {
        await outbox.add(aMailOrder({ to }), now)
        const id = await idOf(to)
        if (!settlement) return id
        await mailQueue.claim('me', 100, now, LEASE)
        await mailQueue.settle('me', id, settlement, now)
        await mailQueue.release('me')
        return id
      }
      return { nodes, outbox, mailQueue, mailRecords, list, add }
    }

    test('a record says where a mail stands, and nothing of what it says', async () => {
      const { mailRecords, add } = await open()
      const waiting = {
        ...{ template: 'verify_email', to: 'Ada@example.org', locale: 'en', state: 'queued' },
        ...{ tries: 0, reason: null, createdAt: NOON, nextTryAt: NOON, sentAt: null },
        expiresAt: aMailOrder().expiresAt,
      }
      const id = await add('Ada@example.org')
      expect(await mailRecords.find(id)).toEqual({ ...waiting, id })
      const dead = await mailRecords.find(await add('bob@example.org', as('dead')))
      expect(dead).toMatchObject({ state: 'dead', tries: 2, reason: '550 no', nextTryAt: null })
      expect(dead?.sentAt).toBeNull()
      const sent = await mailRecords.find(await add('eve@example.org', as('sent')))
      expect(sent).toMatchObject({ state: 'sent', nextTryAt: null, sentAt: NOON })
      expect(await mailRecords.find('unknown')).toBeNull()
    })

    test('a decoy has no record', async () => {
      const { outbox, mailQueue, mailRecords, list } = await open()
      await outbox.add(aMailOrder({ to: null }), NOON)
      const [{ id = '' } = {}] = await mailQueue.claim('me', 1, NOON, LEASE)
      expect([await list(), await list({ to: '' })]).toEqual([[], []])
      expect(await mailRecords.find(id)).toBeNull()
      await mailQueue.settle('me', id, as('deferred', afterNoon(5000)), NOON)
      expect(await mailRecords.queueAgain(id, NOON)).toBe(false)
    })

    test('page by page every mail comes once, in the order of ids from the last', async () => {
      const { list, add } = await open()
      for (const to of ['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org', 'e@x.org']) await add(to)
      const whole = await list()
      const ids = whole.map(({ id }) => id)
      expect(ids).toEqual([...ids].sort().reverse())
      const seen = []
      for (let after: string | null = null; seen.length < 10; ) {
        const page = await list({}, { after, limit: 2 })
        seen.push(...page)
        after = page.at(-1)?.id ?? null
        if (after === null) break
      }
      expect(seen).toEqual(whole)
    })

    test('a filter keeps exactly the mails that are meant', async () => {
      const { list, add } = await open()
      await add('ada@x.org', as('dead'))
      await add('bob@x.org', as('sent'))
      await add('ada@x.org ', as('dead'))
      const found = async (filter: MailFilter) => (await list(filter)).map(({ to }) => to).sort()
      expect(await found({ state: 'dead' })).toEqual(['ada@x.org', 'ada@x.org '])
      expect(await found({ to: 'ada@x.org' })).toEqual(['ada@x.org'])
      expect(await found({ to: 'ADA@x.org' })).toEqual([])
      expect(await found({ state: 'sent', to: 'ada@x.org' })).toEqual([])
      expect(await found({ template: 'verify_email', state: 'sent' })).toEqual(['bob@x.org'])
      expect(await found({ template: 'welcome' })).toEqual([])
      expect(await found({ to: "' or 1=1 --" })).toEqual([])
    })

    test('a dead or deferred mail is due again, untried and with its content', async () => {
      for (const settlement of [as('dead'), as('deferred', afterNoon(300_000))]) {
        const { mailQueue, mailRecords, add } = await open()
        const id = await add('ada@x.org', settlement)
        expect(await mailRecords.queueAgain(id, afterNoon(1000))).toBe(true)
        const due = { state: 'queued', tries: 0, reason: null, nextTryAt: afterNoon(1000) }
        expect(await mailRecords.find(id)).toMatchObject(due)
        const order = aMailOrder({ to: 'ada@x.org' })
        const claimed = await mailQueue.claim('you', 9, afterNoon(1000), LEASE)
        const untried = { createdAt: NOON, tries: 0, deferrals: 0 }
        expect(claimed).toMatchObject([{ id, order, ...untried }])
      }
    })

    test('what was sent, has failed, has expired or is under way is left alone', async () => {
      const { mailQueue, mailRecords, add } = await open()
      const { expiresAt } = aMailOrder()
      const dead = await add('dead@x.org', as('dead'))
      expect(await mailRecords.queueAgain(dead, expiresAt)).toBe(false)
      for (const state of ['sent', 'failed'] as const) {
        const id = await add(`${state}@x.org`, as(state))
        expect(await mailRecords.queueAgain(id, NOON)).toBe(false)
        expect(await mailRecords.find(id)).toMatchObject({ state, tries: 2 })
      }
      const id = await add('ada@x.org', as('deferred', afterNoon(1)))
      await mailQueue.claim('me', 1, afterNoon(1), LEASE)
      expect(await mailRecords.queueAgain(id, afterNoon(1))).toBe(false)
      expect(await mailQueue.owners()).toEqual(['me'])
      expect(await mailRecords.queueAgain('unknown', NOON)).toBe(false)
    })

    test('of many who want the same mail sent again exactly one does it', async () => {
      const { nodes, add } = await open()
      for (const round of rounds()) {
        const id = await add(`${round}@x.org`, as('dead'), afterNoon(round))
        const queued = await race(nodes, ({ mailRecords }) =>
          mailRecords.queueAgain(id, afterNoon(round)),
        )
        expect(wins(queued)).toBe(1)
        await nodes[0].mailQueue.claim('me', 1, afterNoon(round), LEASE)
        await nodes[0].mailQueue.settle('me', id, as('sent'), afterNoon(round))
      }
    })

    test('while it is wanted again a mail is in one hand at most, and once sent it stays so', async () => {
      const { nodes, mailQueue, mailRecords, add } = await open()
      for (const round of rounds()) {
        const now = afterNoon(round * 60_000)
        const until = afterNoon(round * 60_000 + 60_000)
        const id = await add(`${round}@x.org`, as('deferred', now), now)
        const send = async (stores: (typeof nodes)[number], owner: string) => {
          const [message] = await stores.mailQueue.claim(owner, 1, now, until)
          if (message) await stores.mailQueue.settle(owner, id, as('sent'), now)
          return message ?? null
        }
        const hands = await race(nodes, async (stores, index) =>
          index % 2 === 0 ? stores.mailRecords.queueAgain(id, now) : send(stores, `owner-${index}`),
        )
        // A claim passes over a row that somebody holds at that moment; the next one takes it.
        const sent = [...hands, await send(nodes[0], 'the next')]
        expect(sent.filter((hand) => hand !== null && typeof hand === 'object')).toHaveLength(1)
        expect(wins(hands)).toBeLessThanOrEqual(1)
        expect(await mailRecords.find(id)).toMatchObject({ state: 'sent' })
      }
      expect(await mailQueue.nextDueAt()).toBeNull()
    })

    test('a ticket that is on its way through a broker is not made void', async () => {
      const { nodes, mailQueue, mailRecords, add } = await open()
      for (const round of rounds()) {
        const now = afterNoon(round * 60_000)
        const until = afterNoon(round * 60_000 + 60_000)
        const id = await add(`${round}@x.org`, as('deferred', now), now)
        const ticket = `ticket-${round}`
        await mailQueue.claim(ticket, 1, now, until)
        const got = await race(nodes, async (stores, index) =>
          index % 2 === 0
            ? stores.mailRecords.queueAgain(id, now)
            : (await stores.mailQueue.takeOver(ticket, `worker-${index}`, id, until, now)) !==
                null && index,
        )
        expect(wins(got)).toBe(0)
        const [worker, ...others] = got.filter((hand) => typeof hand === 'number')
        expect(others).toEqual([])
        await mailQueue.settle(`worker-${worker}`, id, as('sent'), now)
        expect(await mailRecords.find(id)).toMatchObject({ state: 'sent' })
      }
    })
  })
