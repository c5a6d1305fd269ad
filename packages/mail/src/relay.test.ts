import type { MailQueue } from '@latchkey/core'
import {
  afterNoon,
  aMailOrder,
  fixedClock,
  memoryBroker,
  memoryStores,
} from '@latchkey/core/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ownerId } from './owner.ts'
import { createRelay } from './relay.ts'

const setup = () => {
  const clock = fixedClock()
  const stores = memoryStores()
  const broker = memoryBroker()
  const lines: { fields: object; message: string }[] = []
  const write = (fields: object, message: string) => void lines.push({ fields, message })
  const relay = (over: Partial<Parameters<typeof createRelay>[0]> = {}) => {
    const { publisher } = broker
    const made = createRelay({
      ...{ queue: stores.mailQueue, publisher, clock, owner: ownerId() },
      log: { info: write, warn: write },
      ...over,
    })
    onTestFinished(() => made.stop())
    made.start()
    return made
  }
  const add = async (count = 1) => {
    for (let n = 0; n < count; n++) await stores.outbox.add(aMailOrder(), clock.now())
  }
  const rows = () => [...stores.tables.messages.values()]
  const leases = () => rows().map(({ lease }) => lease)
  return { clock, broker, queue: stores.mailQueue, relay, add, rows, leases, lines }
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 })
const FIVE_MINUTES = afterNoon(5 * 60_000)

test('a relay publishes each message once, and its ticket is good for five minutes', async () => {
  const { relay, add, broker, queue, rows, leases, clock } = setup()
  const { wake } = relay()
  await add(250)
  wake()
  await eventually(() => expect(broker.waiting()).toHaveLength(250))
  const published = broker.waiting().map(({ messageId }) => messageId)
  expect([...published].sort()).toEqual(
    rows()
      .map(({ id }) => id)
      .sort(),
  )
  await eventually(() => {
    for (const lease of leases()) expect(lease?.until).toEqual(FIVE_MINUTES)
  })
  for (const { ticket, messageId } of broker.waiting()) {
    const taken = await queue.takeOver(ticket, 'worker', messageId, FIVE_MINUTES, clock.now())
    expect(taken?.id).toBe(messageId)
  }
})

test('two relays on one queue publish each message once', async () => {
  const { relay, add, broker } = setup()
  const both = [relay(), relay()]
  await add(300)
  for (const { wake } of both) wake()
  await eventually(() => expect(broker.waiting()).toHaveLength(300))
  expect(new Set(broker.waiting().map(({ messageId }) => messageId)).size).toBe(300)
})

test('nothing is claimed while the broker is away, and everything goes when it is back', async () => {
  const { relay, add, broker, leases } = setup()
  broker.break()
  const { wake } = relay()
  await add(3)
  wake()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(leases()).toEqual([null, null, null])
  broker.mend()
  await eventually(() => expect(broker.waiting()).toHaveLength(3))
})

test('what the broker did not take is free at once and goes under another ticket', async () => {
  const { relay, add, broker, queue, clock, lines } = setup()
  const refused: string[] = []
  const { wake } = relay({
    publisher: {
      ...broker.publisher,
      publish: async (tickets, ttlMs) => {
        if (refused.length > 0) return broker.publisher.publish(tickets, ttlMs)
        refused.push(...tickets.map(({ ticket }) => ticket))
        throw Object.assign(new Error('nack'), { code: 'NACK' })
      },
    },
  })
  await add()
  wake()
  await eventually(() => expect(broker.waiting()).toHaveLength(1))
  const [published] = broker.waiting()
  const [old = ''] = refused
  expect(published?.ticket).not.toBe(old)
  const { messageId = '' } = published ?? {}
  expect(await queue.takeOver(old, 'worker', messageId, FIVE_MINUTES, clock.now())).toBeNull()
  expect(lines).toMatchObject([{ fields: { error: 'NACK' } }])
})

test('a ticket that nobody used in its time is void, and its message goes under another', async () => {
  const { relay, add, broker, queue, clock } = setup()
  const { wake } = relay()
  await add()
  wake()
  await eventually(() => expect(broker.waiting()).toHaveLength(1))
  clock.advance('4m')
  wake()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(broker.waiting()).toHaveLength(1)
  clock.advance('61s')
  wake()
  await eventually(() => expect(broker.waiting()).toHaveLength(2))
  const take = (ticket: { ticket: string; messageId: string } | undefined) => {
    const { ticket: owner = '', messageId = '' } = ticket ?? {}
    return queue.takeOver(owner, 'worker', messageId, afterNoon(600_000), clock.now())
  }
  const [first, second] = broker.waiting()
  expect(await take(first)).toBeNull()
  expect(await take(second)).not.toBeNull()
})

test('a relay that dies before its batch is published holds it up for seconds, not for minutes', async () => {
  const { relay, add, leases, broker } = setup()
  const never = Promise.withResolvers<void>()
  await add()
  relay({ publisher: { ...broker.publisher, publish: () => never.promise } })
  onTestFinished(() => never.resolve())
  await eventually(() => expect(leases()[0]?.until).toEqual(afterNoon(15_000)))
})

test('what a dead process of this host held is published at once', async () => {
  const { relay, add, queue, broker } = setup()
  await add()
  await queue.claim(ownerId(), 10, afterNoon(0), afterNoon(15_000))
  relay()
  await eventually(() => expect(broker.waiting()).toHaveLength(1))
})

test('a queue that is busy stops no relay', async () => {
  const { relay, add, queue, broker, lines } = setup()
  let isBusy = true
  const flaky: MailQueue = {
    ...queue,
    claim: async (...call) => {
      if (!isBusy) return queue.claim(...call)
      isBusy = false
      throw Object.assign(new Error('locked'), { code: 'SQLITE_BUSY' })
    },
  }
  await add()
  relay({ queue: flaky })
  await eventually(() => expect(broker.waiting()).toHaveLength(1))
  expect(lines).toMatchObject([{ fields: { error: 'SQLITE_BUSY' } }])
})

test('a stopped relay has finished its batch and begins no other', async () => {
  const { relay, add, broker, leases } = setup()
  const gate = Promise.withResolvers<void>()
  const { publisher } = broker
  let batches = 0
  await add(150)
  const { wake, stop } = relay({
    publisher: {
      ...publisher,
      publish: async (tickets, ttlMs) => {
        batches += 1
        await gate.promise
        await publisher.publish(tickets, ttlMs)
      },
    },
  })
  await eventually(() => expect(batches).toBe(1))
  const stopped = stop()
  gate.resolve()
  await stopped
  wake()
  expect([batches, broker.waiting().length]).toEqual([1, 100])
  expect(leases().filter((lease) => lease === null)).toHaveLength(50)
})
