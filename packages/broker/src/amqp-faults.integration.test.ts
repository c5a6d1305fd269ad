import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MessageTicket } from '@latchkey/core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { amqpConsumer } from './amqp-consumer.ts'
import { amqpPublisher } from './amqp-publisher.ts'
import { checkBroker } from './check-broker.ts'
import { BLOCKED, brokerProxy, UNBLOCKED } from './testing/broker-proxy.ts'
import { brokerAnswers, testQueues } from './testing/test-broker.ts'
import { encodeTicket } from './ticket-message.ts'

const LIFE_MS = 60_000
const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 })
const tickets = (...ids: string[]): MessageTicket[] =>
  ids.map((id) => ({ messageId: id, ticket: `ticket-of-${id}` }))

describe.skipIf(!(await brokerAnswers()))('on RabbitMQ', () => {
  const aQueue = testQueues()

  /** A queue behind a proxy, and everything that is logged about it. */
  const setup = async () => {
    const direct = aQueue()
    const proxy = await brokerProxy(direct.address)
    const address = { ...direct.address, port: proxy.port }
    const lines: { level: string; fields: object; message: string }[] = []
    const note = (level: string) => (fields: object, message: string) =>
      void lines.push({ level, fields, message })
    const log = { info: note('info'), warn: note('warn') }
    const { queue } = direct
    const publisher = (over: Partial<Parameters<typeof amqpPublisher>[0]> = {}) => {
      const made = amqpPublisher({ address, queue, log, ...over })
      onTestFinished(() => made.close())
      return made
    }
    const consumer = (answer: (ticket: MessageTicket) => Promise<void> = async () => {}) => {
      const made = amqpConsumer({ address, queue, prefetch: 5, log })
      const taken: string[] = []
      onTestFinished(() => made.stop())
      made.start((ticket) => {
        taken.push(ticket.messageId)
        return answer(ticket)
      })
      return { taken, state: made.state, stop: made.stop }
    }
    const healthy = (port: { state(): string }) =>
      eventually(() => expect(port.state()).toBe('healthy'))
    const messages = () => lines.map(({ message }) => message)
    return { ...direct, proxy, address, lines, messages, publisher, consumer, healthy }
  }

  test('a broker that goes and comes is told once each, and mails go on', async () => {
    const { proxy, publisher, consumer, healthy, messages, lines } = await setup()
    const [relay, worker] = [publisher(), consumer()]
    await healthy(relay)
    await healthy(worker)
    let calls = 0
    relay.onReady(() => {
      calls += 1
    })
    await proxy.cut()
    await eventually(() => expect([relay.state(), worker.state()]).not.toContain('healthy'))
    await expect(relay.publish(tickets('a'), LIFE_MS)).rejects.toThrow()
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    await proxy.mend()
    await healthy(relay)
    await healthy(worker)
    expect(calls).toBe(1)
    await relay.publish(tickets('b'), LIFE_MS)
    await eventually(() => expect(worker.taken).toEqual(['b']))
    const count = (text: string) => messages().filter((line) => line.includes(text)).length
    expect([count('cannot be used'), count('connected')]).toEqual([2, 4])
    expect(JSON.stringify(lines)).not.toContain('guest:guest')
  })

  test('a broker that is not there at the start is found when it comes', async () => {
    const { proxy, publisher, healthy } = await setup()
    await proxy.cut()
    const relay = publisher()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(relay.state()).toBe('unhealthy')
    await proxy.mend()
    await healthy(relay)
    await relay.publish(tickets('a'), LIFE_MS)
  })

  test('a batch whose connection breaks before it is confirmed was not published', async () => {
    const { proxy, publisher, healthy } = await setup()
    const relay = publisher()
    await healthy(relay)
    proxy.freeze()
    const published = relay.publish(tickets('a'), LIFE_MS)
    await proxy.cut()
    await expect(published).rejects.toMatchObject({ code: 'BROKER_GONE' })
  })

  test('a ticket that a dead consumer had in hand comes to another one', async () => {
    const { proxy, publisher, consumer, healthy, queue, as } = await setup()
    const never = Promise.withResolvers<void>()
    const relay = publisher()
    await healthy(relay)
    const dying = consumer(() => never.promise)
    onTestFinished(() => never.resolve())
    await relay.publish(tickets('a'), LIFE_MS)
    await eventually(() => expect(dying.taken).toEqual(['a']))
    await proxy.cut()
    await eventually(async () => {
      const found = await as((channel) => channel.get(queue, { noAck: true }))
      expect(found && JSON.parse(found.content.toString())).toMatchObject({ messageId: 'a' })
    })
  })

  test('a batch that the broker refuses is not taken for published', async () => {
    const { proxy, publisher, healthy } = await setup()
    const relay = publisher()
    await healthy(relay)
    proxy.refuseConfirms()
    const published = relay.publish(tickets('a', 'b'), LIFE_MS)
    await expect(published).rejects.toMatchObject({ code: 'BROKER_NACK' })
    expect(relay.state()).toBe('healthy')
  })

  test('a broker that holds up its publishers is left alone until it takes mails again', async () => {
    const { proxy, publisher, healthy, messages } = await setup()
    const relay = publisher()
    await healthy(relay)
    let calls = 0
    relay.onReady(() => {
      calls += 1
    })
    proxy.tell(BLOCKED)
    await eventually(() => expect(relay.state()).toBe('unhealthy'))
    await expect(relay.publish(tickets('a'), LIFE_MS)).rejects.toMatchObject({
      ...{ code: 'BROKER_AWAY' },
    })
    proxy.tell(UNBLOCKED)
    await healthy(relay)
    expect(calls).toBe(1)
    await relay.publish(tickets('b'), LIFE_MS)
    expect(messages().slice(-2)).toEqual([
      'the broker takes nothing now; mails wait',
      'the broker takes messages again',
    ])
  })

  test('a batch that is under way when the broker is short of memory is free at once', async () => {
    const { proxy, publisher, healthy } = await setup()
    const relay = publisher()
    await healthy(relay)
    proxy.freeze()
    const published = relay.publish(tickets('a'), LIFE_MS)
    proxy.tell(BLOCKED)
    await expect(published).rejects.toMatchObject({ code: 'BROKER_BLOCKED' })
  })

  test('a broker that answers nothing costs a batch ten seconds, not for ever', async () => {
    const { proxy, publisher, healthy } = await setup()
    const relay = publisher()
    await healthy(relay)
    proxy.freeze()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const published = relay.publish(tickets('a'), LIFE_MS)
    const refused = expect(published).rejects.toMatchObject({ code: 'BROKER_SLOW' })
    vi.advanceTimersByTime(10_000)
    await refused
  })

  test('poison of every kind goes to the dead letters, and the next mail passes', async () => {
    const { publisher, consumer, healthy, queue, address, as, lines } = await setup()
    const relay = publisher()
    await healthy(relay)
    const good = { v: 1, messageId: 'm', ticket: 't' }
    const poison = [
      ...['', 'hello', '{', 'null', '[]', '"text"'],
      ...[{}, { ...good, v: 2 }, { ...good, messageId: 7 }, { ...good, ticket: 'a b' }].map((it) =>
        JSON.stringify(it),
      ),
    ].map((text) => Buffer.from(text))
    poison.push(Buffer.from([0xff, 0xfe]), Buffer.alloc(300_000, 'x'))
    await as(async (channel) => {
      for (const content of poison) channel.sendToQueue(queue, content)
    })
    await relay.publish(tickets('after'), LIFE_MS)
    const { taken } = consumer()
    await eventually(() => expect(taken).toEqual(['after']))
    await eventually(async () => {
      expect(await checkBroker(address, queue)).toMatchObject({ dead: 12, waiting: 0 })
    })
    const letters = await as(async (channel) => {
      const found: { reason: string; bytes: number; kept: number }[] = []
      for (
        let one = await channel.get(`${queue}.dead`);
        one;
        one = await channel.get(`${queue}.dead`)
      ) {
        const { headers } = one.properties
        found.push({
          ...{ reason: headers?.['x-latchkey-reason'], bytes: headers?.['x-latchkey-bytes'] },
          kept: one.content.length,
        })
      }
      return found
    })
    expect(letters).toHaveLength(12)
    expect(letters.map(({ bytes }) => bytes).sort()).toEqual(
      poison.map(({ length }) => length).sort(),
    )
    for (const { reason } of letters) expect(reason).toMatch(/^(not|larger|messageId|ticket)/)
    expect(Math.max(...letters.map(({ kept }) => kept))).toBe(16_384)
    expect(lines.filter(({ message }) => message.includes('no ticket'))).toHaveLength(12)
  })

  test('a ticket that came back more than twenty times is set aside', async () => {
    const { publisher, consumer, healthy, queue, as } = await setup()
    const relay = publisher()
    await healthy(relay)
    await relay.publish(tickets('deadly'), LIFE_MS)
    await as(async (channel) => {
      for (let n = 0; n < 21; n++) {
        const delivery = await channel.get(queue)
        if (!delivery) throw new Error('it is gone')
        channel.nack(delivery, false, true)
      }
    })
    const { taken } = consumer()
    await relay.publish(tickets('next'), LIFE_MS)
    await eventually(() => expect(taken).toEqual(['next']))
    const letter = await as((channel) => channel.get(`${queue}.dead`, { noAck: true }))
    expect(letter).toMatchObject({
      properties: { headers: { 'x-latchkey-reason': 'came back 21 times' } },
    })
  })

  test('a queue keeps its tickets on disk and replicated, for their life and no longer', async () => {
    const { publisher, healthy, queue, as } = await setup()
    const relay = publisher()
    await healthy(relay)
    const [ticket] = tickets('a') as [MessageTicket]
    await relay.publish([ticket], LIFE_MS)
    const found = await as((channel) => channel.get(queue, { noAck: true }))
    if (!found) throw new Error('there is none')
    expect(found.content).toEqual(encodeTicket(ticket))
    expect(found.properties).toMatchObject({
      ...{ deliveryMode: 2, expiration: '60000', contentType: 'application/json' },
      ...{ messageId: 'a', type: 'latchkey.ticket' },
    })
    const classic = as(async (channel) => {
      await channel.assertQueue(queue, { durable: true })
    })
    await expect(classic).rejects.toThrow(/x-queue-type/)
  })

  test('a queue that is there with other arguments is explained, and its removal noticed', async () => {
    const { publisher, healthy, queue, as, lines } = await setup()
    await as((channel) => channel.assertQueue(queue, { durable: true }))
    const relay = publisher()
    await eventually(() => expect(lines).toHaveLength(1))
    expect(lines[0]).toMatchObject({
      ...{ level: 'warn', fields: { reason: expect.stringContaining('delete it') } },
    })
    expect(relay.state()).toBe('unhealthy')
    await as((channel) => channel.deleteQueue(queue))
    await healthy(relay)
  })

  test('queues that somebody deletes are made again, and both sides go on', async () => {
    const { publisher, consumer, healthy, queue, as } = await setup()
    const [relay, worker] = [publisher(), consumer()]
    await healthy(relay)
    await healthy(worker)
    await as((channel) => channel.deleteQueue(queue))
    await eventually(async () => {
      await relay.publish(tickets('a'), LIFE_MS)
    })
    await eventually(() => expect(worker.taken).toContain('a'))
  })

  test('a publisher finds out that its queue is gone, instead of publishing into nothing', async () => {
    const { publisher, healthy, queue, as } = await setup()
    const relay = publisher()
    await healthy(relay)
    await as((channel) => channel.deleteQueue(queue))
    const published = relay.publish(tickets('a'), LIFE_MS)
    await expect(published).rejects.toMatchObject({ code: 'BROKER_NO_QUEUE' })
    await healthy(relay)
    await relay.publish(tickets('b'), LIFE_MS)
    const found = await as((channel) => channel.get(queue, { noAck: true }))
    expect(found).toMatchObject({ properties: { messageId: 'b' } })
  })

  test('a wrong password is named, and shown nowhere', async () => {
    const { publisher, address, lines } = await setup()
    const wrong = { ...address, password: 'hunter2hunter2' }
    const relay = publisher({ address: wrong })
    await eventually(() => expect(lines).toHaveLength(1))
    expect(lines[0]?.fields).toMatchObject({ reason: expect.stringContaining('refuses the user') })
    expect(relay.state()).toBe('unhealthy')
    const checked = await checkBroker(wrong)
    expect(JSON.stringify([lines, checked])).not.toContain('hunter2')
  })

  test('a check counts what waits, and says what is wrong', async () => {
    const { publisher, healthy, queue, address, proxy } = await setup()
    const relay = publisher()
    await healthy(relay)
    await relay.publish(tickets('a', 'b'), LIFE_MS)
    const counted = { ok: true, waiting: 2, dead: 0, workers: 0 }
    await eventually(async () => expect(await checkBroker(address, queue)).toEqual(counted))
    await proxy.cut()
    expect(await checkBroker(address, queue)).toMatchObject({
      ...{ ok: false, reason: expect.stringContaining('nothing answers') },
    })
  })

  test('amqps takes a broker whose certificate is good, and no other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-tls-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'],
        ...['-addext', 'subjectAltName=DNS:localhost'],
      ],
      { stdio: 'ignore' },
    )
    const { address, queue } = aQueue()
    const pem = { key: readFileSync(key), cert: readFileSync(cert) }
    const { port } = await brokerProxy(address, pem)
    const encrypted = { ...address, tls: true, host: 'localhost', port }
    expect(await checkBroker({ ...encrypted, authorityFile: cert }, queue)).toMatchObject({
      ...{ ok: true },
    })
    expect(await checkBroker(encrypted, queue)).toMatchObject({
      ...{ ok: false, reason: expect.stringContaining('self-signed') },
    })
  })
})
