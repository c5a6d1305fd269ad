import type { MailQueue, MailSender, MessageTicket, SendOutcome } from '@latchkey/core'
import {
  afterNoon,
  aMailOrder,
  fixedClock,
  memoryBroker,
  memoryStores,
  NOON,
} from '@latchkey/core/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ownerId } from './owner.ts'
import { toldSender, UNREACHABLE } from './testing/told-sender.ts'
import { createWorker } from './worker.ts'

const LIFE_MS = 60_000
const SENT: SendOutcome = { kind: 'sent' }

const setup = () => {
  const clock = fixedClock()
  const stores = memoryStores()
  const broker = memoryBroker()
  const lines: { fields: object; message: string }[] = []
  const results: string[] = []
  const write = (fields: object, message: string) => void lines.push({ fields, message })
  const worker = (sender: MailSender, queue: MailQueue = stores.mailQueue) => {
    const made = createWorker({
      ...{ queue, sender, clock, owner: ownerId(), consumer: broker.consumer(10) },
      render: () => ({ subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' }),
      log: { info: write, warn: write },
      onResult: ({ state }) => void results.push(state),
    })
    onTestFinished(() => made.stop())
    made.start()
    return made
  }
  /** Adds messages and claims them under one ticket, as a relay does. */
  const claim = async (count = 1, order = aMailOrder()): Promise<MessageTicket[]> => {
    for (let n = 0; n < count; n++) await stores.outbox.add(order, clock.now())
    const ticket = `ticket-${Math.random()}`
    const until = new Date(clock.now().getTime() + 300_000)
    const claimed = await stores.mailQueue.claim(ticket, count, clock.now(), until)
    return claimed.map(({ id }) => ({ messageId: id, ticket }))
  }
  const publish = (tickets: readonly MessageTicket[]) => broker.publisher.publish(tickets, LIFE_MS)
  const rows = () => [...stores.tables.messages.values()]
  const states = () => rows().map(({ state }) => state)
  const queue = stores.mailQueue
  return { clock, broker, queue, worker, claim, publish, rows, states, lines, results }
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 })
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 60))

test('five copies of one ticket are one mail', async () => {
  const { worker, claim, publish, broker, states } = setup()
  const { sender, given } = toldSender(() => SENT)
  const [ticket] = (await claim()) as [MessageTicket]
  worker(sender)
  worker(sender)
  await publish([ticket, ticket, ticket])
  await eventually(() => expect(states()).toEqual(['sent']))
  await publish([ticket, ticket])
  await eventually(() => expect(broker.waiting()).toEqual([]))
  await aWhile()
  expect(given).toEqual(['message-1'])
})

test('what became of a mail stands in its row before its ticket is over', async () => {
  const { worker, claim, publish, queue, states, broker } = setup()
  const gate = Promise.withResolvers<void>()
  const slow: MailQueue = {
    ...queue,
    settle: async (...call) => {
      await gate.promise
      await queue.settle(...call)
    },
  }
  const made = worker(toldSender(() => SENT).sender, slow)
  await publish(await claim())
  await aWhile()
  let isStopped = false
  const stopped = made.stop().then(() => {
    isStopped = true
  })
  await aWhile()
  expect(isStopped).toBe(false)
  gate.resolve()
  await stopped
  expect([states(), broker.waiting()]).toEqual([['sent'], []])
})

test('a mail refused for now is put off in its row; its ticket never comes again', async () => {
  const { worker, claim, publish, rows, broker, results } = setup()
  const { sender, given } = toldSender(() => ({
    ...{ kind: 'refused', permanent: false, reason: '451 later' },
  }))
  worker(sender)
  await publish(await claim())
  await eventually(() => expect(rows()[0]).toMatchObject({ state: 'deferred', tries: 1 }))
  await aWhile()
  expect([given.length, broker.waiting(), results]).toEqual([1, [], ['deferred']])
})

test('in an outage one mail probes; the others keep their tickets and their places', async () => {
  const { worker, claim, publish, rows, states, clock } = setup()
  let answer: SendOutcome = UNREACHABLE
  const { sender, given } = toldSender(() => answer)
  const made = worker(sender)
  await publish(await claim(30))
  await eventually(() => expect(given).toHaveLength(5))
  await aWhile()
  expect(given).toHaveLength(5)
  expect([made.state(), made.reason()]).toEqual(['unhealthy', 'nobody there'])
  for (const probes of [1, 2, 3]) {
    clock.advance('30s')
    await eventually(() => expect(given).toHaveLength(5 + probes))
    await aWhile()
    expect(given).toHaveLength(5 + probes)
  }
  expect(states().filter((state) => state === 'queued')).toHaveLength(22)
  expect(rows().every(({ tries }) => tries === 0)).toBe(true)

  answer = SENT
  clock.advance('30s')
  await eventually(() => expect(states().filter((state) => state === 'sent')).toHaveLength(22))
  expect([made.state(), made.reason()]).toEqual(['healthy', null])
})

test('five mails are under way at once; the next ones are not taken before their turn', async () => {
  const { worker, claim, publish, rows } = setup()
  const gate = Promise.withResolvers<SendOutcome>()
  const { sender, given } = toldSender(() => gate.promise)
  worker(sender)
  const tickets = await claim(9)
  await publish(tickets)
  await aWhile()
  expect(given).toHaveLength(5)
  const untouched = rows().filter(({ lease }) => lease?.owner === tickets[0]?.ticket)
  expect(untouched).toHaveLength(4)
  gate.resolve(SENT)
  await eventually(() => expect(given).toHaveLength(9))
})

test('a worker held up until its lease ended leaves the mail to others', async () => {
  const { worker, claim, publish, queue, states, clock } = setup()
  const held: MailQueue = {
    ...queue,
    takeOver: async (...call) => {
      const message = await queue.takeOver(...call)
      clock.advance('15s')
      return message
    },
  }
  const late = toldSender(() => SENT)
  const made = worker(late.sender, held)
  await publish(await claim())
  await aWhile()
  await made.stop()
  expect([late.given, states()]).toEqual([[], ['queued']])

  const other = toldSender(() => SENT)
  worker(other.sender)
  const until = new Date(clock.now().getTime() + 300_000)
  const anew = await queue.claim('anew', 9, clock.now(), until)
  await publish(anew.map(({ id }) => ({ messageId: id, ticket: 'anew' })))
  await eventually(() => expect(states()).toEqual(['sent']))
  expect(other.given).toHaveLength(1)
})

test('a ticket that became void behind an outage costs no mail and holds nobody up', async () => {
  const { worker, claim, publish, queue, states, clock } = setup()
  const { sender, given } = toldSender((count) => (count === 1 ? UNREACHABLE : SENT))
  worker(sender)
  await publish(await claim())
  await eventually(() => expect(given).toHaveLength(1))
  const old = await claim(3)
  await publish(old)
  await aWhile()
  clock.advance('6m')
  const until = new Date(clock.now().getTime() + 300_000)
  const anew = await queue.claim('anew', 9, clock.now(), until)
  await publish(anew.map(({ id }) => ({ messageId: id, ticket: 'anew' })))
  await eventually(() => expect(new Set(states())).toEqual(new Set(['sent'])))
  expect(given).toHaveLength(5)
})

test('a decoy is settled like any other and sent to nobody', async () => {
  const { worker, claim, publish, rows } = setup()
  const { sender, given } = toldSender(() => SENT)
  const tickets = await claim(1, aMailOrder({ to: null }))
  worker(sender)
  await publish(tickets)
  await eventually(() => expect(rows()).toEqual([]))
  expect(given).toEqual([])
})

test('a mail whose code ended on its way is not sent', async () => {
  const { worker, claim, publish, rows, clock } = setup()
  const { sender, given } = toldSender(() => SENT)
  const tickets = await claim(1, aMailOrder({ expiresAt: afterNoon(1_000) }))
  clock.advance('1s')
  worker(sender)
  await publish(tickets)
  await eventually(() => expect(rows()[0]).toMatchObject({ state: 'failed', reason: 'expired' }))
  expect(given).toEqual([])
})

test('a message in hand keeps its lease for as long as it takes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { worker, claim, publish, rows, clock } = setup()
  const sending = Promise.withResolvers<SendOutcome>()
  const { sender, given } = toldSender(() => sending.promise)
  worker(sender)
  await publish(await claim())
  await eventually(() => expect(given).toHaveLength(1))
  expect(rows()[0]?.lease?.until).toEqual(afterNoon(15_000))
  clock.advance('12s')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(rows()[0]?.lease?.until).toEqual(afterNoon(27_000))
  sending.resolve(SENT)
  await eventually(() => expect(rows()[0]?.state).toBe('sent'))
})

test('what a dead worker had in hand is free when its lease has run out', async () => {
  const { claim, queue, worker, publish, states, clock } = setup()
  const [ticket] = (await claim()) as [MessageTicket]
  const { messageId } = ticket
  await queue.takeOver(ticket.ticket, 'another-host:1:dead', messageId, afterNoon(15_000), NOON)
  const { sender, given } = toldSender(() => SENT)
  worker(sender)
  await publish([ticket])
  await aWhile()
  expect(given).toEqual([])
  clock.advance('15s')
  const [again] = await queue.claim('anew', 9, clock.now(), afterNoon(300_000))
  await publish([{ messageId: again?.id ?? '', ticket: 'anew' }])
  await eventually(() => expect(states()).toEqual(['sent']))
  expect(given).toEqual([messageId])
})

test('an outbox that cannot be asked makes a ticket wait, not come again', async () => {
  const { worker, claim, publish, queue, states, lines } = setup()
  let calls = 0
  const flaky: MailQueue = {
    ...queue,
    takeOver: async (...call) => {
      if (calls++ > 0) return queue.takeOver(...call)
      throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
    },
  }
  const { sender, given } = toldSender(() => SENT)
  worker(sender, flaky)
  await publish(await claim())
  await eventually(() => expect(states()).toEqual(['sent']))
  expect([calls, given.length]).toEqual([2, 1])
  expect(lines).toMatchObject([{ fields: { error: 'ECONNREFUSED' } }])
})

test('a stop finishes what is in hand and gives back what waits for its turn', async () => {
  const { worker, claim, publish, broker, clock, states } = setup()
  const probe = Promise.withResolvers<SendOutcome>()
  const { sender, given } = toldSender((count) => (count === 1 ? UNREACHABLE : probe.promise))
  const { stop } = worker(sender)
  await publish(await claim())
  await eventually(() => expect(given).toHaveLength(1))
  await publish(await claim(5))
  clock.advance('1s')
  await eventually(() => expect(given).toHaveLength(2))
  const stopped = stop()
  await eventually(() => expect(broker.waiting()).toHaveLength(4))
  probe.resolve(SENT)
  await stopped
  expect([given.length, broker.waiting().length]).toEqual([2, 4])
  expect(states().filter((state) => state === 'sent')).toHaveLength(1)
})
