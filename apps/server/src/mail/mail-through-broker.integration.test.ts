import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { amqpConsumer, amqpPublisher } from '@latchkey/broker'
import { brokerAnswers, brokerProxy, testQueues } from '@latchkey/broker/testing'
import type { MailSender, MessageTicket } from '@latchkey/core'
import { aMailOrder } from '@latchkey/core/testing'
import { createRelay, createWorker, ownerId } from '@latchkey/mail'
import { auditKeys, createSealer, sqlStorage } from '@latchkey/sql'
import { openTestFile, temporaryFile } from '@latchkey/sql/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'

const HUNG_WORKER = fileURLToPath(new URL('../testing/hung-worker.ts', import.meta.url))
const KEY = randomBytes(32)
const clock = { now: () => new Date() }
const log = { info: () => {}, warn: () => {} }
const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 })

describe.skipIf(!(await brokerAnswers()))('by RabbitMQ and an embedded database', () => {
  const aQueue = testQueues()

  /** An outbox, a broker that can be cut off, and the means to bring mails from one to the other. */
  const setup = async () => {
    const file = temporaryFile()
    const database = await openTestFile(file)
    const sealer = createSealer([{ id: 'test', key: KEY }])
    const { stores, mailQueue, onMessagesCommitted } = sqlStorage(database, {
      sealer,
      newId: randomUUID,
      auditKeys: auditKeys(sealer),
    })
    const { address: direct, queue } = aQueue()
    const proxy = await brokerProxy(direct)
    const address = { ...direct, port: proxy.port }
    const publisher = amqpPublisher({ address, queue, log })
    onTestFinished(() => publisher.close())

    const relay = () => {
      const made = createRelay({ queue: mailQueue, publisher, clock, owner: ownerId(), log })
      onTestFinished(() => made.stop())
      onTestFinished(onMessagesCommitted(made.wake))
      made.start()
    }
    const worker = (send: MailSender['send']) => {
      const made = createWorker({
        consumer: amqpConsumer({ address, prefetch: 10, queue, log }),
        ...{ queue: mailQueue, clock, owner: ownerId(), log },
        sender: { send, close: async () => {} },
        render: () => ({ subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' }),
      })
      onTestFinished(() => made.stop())
      made.start()
    }
    const add = async (count: number) => {
      const expiresAt = new Date(Date.now() + 3_600_000)
      for (let n = 0; n < count; n++)
        await stores.outbox.add(aMailOrder({ expiresAt }), clock.now())
    }
    const states = async () => {
      const rows = await database.read.selectFrom('messages').select(['id', 'state']).execute()
      return Object.groupBy(rows, ({ state }) => state)
    }
    const url = `amqp://${direct.user}:${direct.password}@127.0.0.1:${proxy.port}`
    return { proxy, publisher, mailQueue, relay, worker, add, states, file, url, queue }
  }

  /** A mail server that takes everything and keeps the ids of what it took. */
  const mailServer = () => {
    const taken: string[] = []
    const send: MailSender['send'] = async ({ id }) => {
      taken.push(id)
      return { kind: 'sent' }
    }
    return { taken, send }
  }

  test('two relays and two workers bring every mail once, though the broker is lost meanwhile', async () => {
    const { proxy, relay, worker, add, states } = await setup()
    const { taken, send } = mailServer()
    for (const _ of [1, 2]) {
      relay()
      worker(send)
    }
    await add(100)
    await proxy.cut()
    await add(100)
    await proxy.mend()
    await add(100)
    await eventually(async () => expect((await states())['sent']).toHaveLength(300))
    expect([taken.length, new Set(taken).size]).toEqual([300, 300])
  })

  test('five copies of one ticket are one mail', async () => {
    const { publisher, mailQueue, worker, add, states } = await setup()
    const { taken, send } = mailServer()
    await add(1)
    const until = new Date(Date.now() + 300_000)
    const [message] = await mailQueue.claim('ticket', 1, clock.now(), until)
    const ticket: MessageTicket = { messageId: message?.id ?? '', ticket: 'ticket' }
    await eventually(() => expect(publisher.state()).toBe('healthy'))
    worker(send)
    worker(send)
    await publisher.publish(Array(5).fill(ticket), 60_000)
    await eventually(async () => expect((await states())['sent']).toHaveLength(1))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(taken).toEqual([ticket.messageId])
  })

  test('a mail in the hands of a worker that dies is sent by another one', async () => {
    const { relay, worker, add, states, file, url, queue } = await setup()
    relay()
    await add(1)
    const child = spawn(process.execPath, [HUNG_WORKER, file, KEY.toString('hex'), url, queue])
    onTestFinished(() => void child.kill('SIGKILL'))
    const [given] = await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')

    const { taken, send } = mailServer()
    worker(send)
    relay()
    await eventually(async () => expect((await states())['sent']).toHaveLength(1))
    expect(taken).toEqual([String(given).trim()])
  })
})
