import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { MessageTicket, TicketConsumer, TicketPublisher } from '../mail/message-broker.ts'

interface TestedBroker {
  readonly publisher: TicketPublisher
  /** A consumer that takes `prefetch` tickets at once. */
  consumer(prefetch: number): TicketConsumer
}

const LIFE_MS = 60_000
const tickets = (count: number): MessageTicket[] =>
  Array.from({ length: count }, (_, n) => ({ messageId: `message-${n}`, ticket: `ticket-${n}` }))
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 5 })
const idsOf = (taken: readonly MessageTicket[]) => taken.map(({ messageId }) => messageId).sort()

/** Every TicketPublisher and the TicketConsumer behind it must pass this suite. */
export const describeMessageBroker = (name: string, open: () => Promise<TestedBroker>) =>
  describe(`${name} is a TicketPublisher and its TicketConsumer`, () => {
    const setup = async () => {
      const broker = await open()
      await eventually(() => expect(broker.publisher.state()).toBe('healthy'))
      /** Starts a consumer that notes what it takes and answers by `answer`. */
      const consume = (prefetch: number, answer: () => Promise<void> = async () => {}) => {
        const taken: MessageTicket[] = []
        const consumer = broker.consumer(prefetch)
        onTestFinished(() => consumer.stop())
        consumer.start((ticket) => {
          taken.push(ticket)
          return answer()
        })
        return { taken, consumer }
      }
      return { ...broker, consume }
    }

    test('a ticket arrives as it was published, also by a consumer that comes later', async () => {
      const { publisher, consume } = await setup()
      const [first, second] = tickets(2) as [MessageTicket, MessageTicket]
      await publisher.publish([first], LIFE_MS)
      const { taken, consumer } = consume(5)
      await eventually(() => expect(taken).toEqual([first]))
      await publisher.publish([second], LIFE_MS)
      await eventually(() => expect(taken).toEqual([first, second]))
      expect(consumer.state()).toBe('healthy')
    })

    test('what was acknowledged comes to nobody again', async () => {
      const { publisher, consume } = await setup()
      const { taken, consumer } = consume(5)
      await publisher.publish(tickets(12), LIFE_MS)
      await eventually(() => expect(taken).toHaveLength(12))
      await consumer.stop()
      const after = consume(5)
      await publisher.publish([{ messageId: 'last', ticket: 'last' }], LIFE_MS)
      await eventually(() => expect(idsOf(after.taken)).toContain('last'))
      expect(after.taken).toHaveLength(1)
    })

    test('several consumers share the tickets, each to one of them', async () => {
      const { publisher, consume } = await setup()
      const both = [consume(3), consume(3)]
      await publisher.publish(tickets(100), LIFE_MS)
      const taken = () => both.flatMap((one) => one.taken)
      await eventually(() => expect(taken()).toHaveLength(100))
      expect(idsOf(taken())).toEqual(idsOf(tickets(100)))
    })

    test('a consumer has no more in hand than it was made for', async () => {
      const { publisher, consume } = await setup()
      const [gate, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      onTestFinished(() => gate.resolve())
      let inHand = 0
      let most = 0
      const { taken } = consume(3, async () => {
        inHand += 1
        most = Math.max(most, inHand)
        await gate.promise
        inHand -= 1
        if (taken.length === 10) done.resolve()
      })
      await publisher.publish(tickets(10), LIFE_MS)
      await eventually(() => expect(taken).toHaveLength(3))
      gate.resolve()
      await done.promise
      expect(most).toBe(3)
    })

    test('a ticket that is given back comes again, and others meanwhile', async () => {
      const { publisher, consume } = await setup()
      let refusals = 2
      const { taken } = consume(1, async () => {
        if (taken.at(-1)?.messageId === 'message-0' && refusals-- > 0) throw new Error('not now')
      })
      await publisher.publish(tickets(3), LIFE_MS)
      await eventually(() => expect(taken).toHaveLength(5))
      expect(idsOf(taken).filter((id) => id === 'message-0')).toHaveLength(3)
    })

    test('a ticket that nobody took in its time is forgotten', async () => {
      const { publisher, consume } = await setup()
      const [short, long] = tickets(2) as [MessageTicket, MessageTicket]
      await publisher.publish([short], 50)
      await sleep(200)
      await publisher.publish([long], LIFE_MS)
      const { taken } = consume(5)
      await eventually(() => expect(taken).toContainEqual(long))
      expect(taken).toEqual([long])
    })

    test('a stop waits for what is in hand and leaves the rest to others', async () => {
      const { publisher, consume } = await setup()
      const gate = Promise.withResolvers<void>()
      onTestFinished(() => gate.resolve())
      const first = consume(2, () => gate.promise)
      await publisher.publish(tickets(6), LIFE_MS)
      await eventually(() => expect(first.taken).toHaveLength(2))
      let isStopped = false
      const stopped = first.consumer.stop().then(() => {
        isStopped = true
      })
      const second = consume(4)
      await eventually(() => expect(second.taken).toHaveLength(4))
      expect(isStopped).toBe(false)
      gate.resolve()
      await stopped
      expect(first.consumer.state()).toBe('unhealthy')
      expect(idsOf([...first.taken, ...second.taken])).toEqual(idsOf(tickets(6)))
    })

    test('a closed publisher takes nothing', async () => {
      const { publisher } = await setup()
      await publisher.close()
      expect(publisher.state()).toBe('unhealthy')
      await expect(publisher.publish(tickets(1), LIFE_MS)).rejects.toThrow()
    })
  })
