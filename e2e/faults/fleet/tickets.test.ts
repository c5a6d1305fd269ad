import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { onChannel } from '../../../packages/broker/src/testing/on-channel.ts'
import { aFleet, canRunFleet, type Fleet, launch } from './fleet.ts'
import { orderCodes } from './fleet-clients.ts'

const QUEUE = 'latchkey.mail'
const DEAD = 'latchkey.mail.dead'
const COPIES = 5
const SOON = { timeout: 20_000, interval: 50 }

/** What others may have put there, and what a bug may. */
const POISON: Readonly<Record<string, string | Buffer>> = {
  nothing: '',
  'no JSON': 'hello',
  'no UTF-8': Buffer.from([0xff, 0xfe, 0x00]),
  'no object': '[]',
  'another version': JSON.stringify({ v: 2, messageId: randomUUID(), ticket: 'ticket.x' }),
  'no ticket': JSON.stringify({ v: 1, messageId: randomUUID() }),
  'an id that is none': JSON.stringify({ v: 1, messageId: "' or 1=1 --", ticket: 'ticket.x' }),
  'too much': JSON.stringify({ v: 1, messageId: 'x'.repeat(100_000), ticket: 'ticket.x' }),
  'random bytes': randomBytes(500),
}
/** A ticket that is void, for a message that nobody has: nothing to set aside, nothing to do. */
const VOID = JSON.stringify({ v: 1, messageId: randomUUID(), ticket: 'ticket.void' })

describe.skipIf(!canRunFleet)('a mail worker', () => {
  let fleet: Fleet
  const waitingIn = (queue: string) =>
    onChannel(fleet.broker.url, async (channel) => (await channel.checkQueue(queue)).messageCount)
  const put = (...contents: readonly (string | Buffer)[]) =>
    onChannel(fleet.broker.url, async (channel) => {
      for (const content of contents) channel.sendToQueue(QUEUE, Buffer.from(content))
    })

  beforeAll(async () => {
    fleet = await aFleet()
    await launch(...fleet.servers)
  }, 120_000)
  afterAll(() => fleet?.remove())

  test('sends one mail for a ticket that is delivered five times', async () => {
    const { broker, mailers, sink, database } = fleet
    const [email = ''] = await orderCodes(fleet, 1)
    await vi.waitFor(async () => expect(await waitingIn(QUEUE)).toBe(1), SOON)
    await onChannel(broker.url, async (channel) => {
      const ticket = await channel.get(QUEUE)
      if (ticket === false) throw new Error('there is no ticket')
      for (let copy = 0; copy < COPIES; copy++)
        channel.sendToQueue(QUEUE, ticket.content, ticket.properties)
      channel.ack(ticket)
    })
    expect(await waitingIn(QUEUE)).toBe(COPIES)

    await launch(...mailers)
    const sent = `select id from messages where state = 'sent' and recipient = '${email}'`
    await vi.waitFor(async () => expect(await database.rows(sent)).toHaveLength(1), SOON)
    await vi.waitFor(async () => expect(await waitingIn(QUEUE)).toBe(0), SOON)
    // Whoever comes now comes after all copies.
    const [later = ''] = await orderCodes(fleet, 1)
    await vi.waitFor(() => expect(sink.mailsTo(later)).toHaveLength(1), SOON)
    expect(sink.mailsTo(email)).toHaveLength(1)
    expect(await waitingIn(DEAD)).toBe(0)
  }, 60_000)

  test('sets aside what is no ticket, says why, and sends the mails behind it', async () => {
    const { broker, mailers, sink } = fleet
    await Promise.all(mailers.map((mailer) => mailer.kill()))
    await put(...Object.values(POISON), VOID)
    const addresses = await orderCodes(fleet, 2)
    await launch(...mailers)
    for (const email of addresses)
      await vi.waitFor(() => expect(sink.mailsTo(email)).toHaveLength(1), SOON)
    const poisons = Object.keys(POISON).length
    await vi.waitFor(async () => expect(await waitingIn(DEAD)).toBe(poisons), SOON)
    await vi.waitFor(async () => expect(await waitingIn(QUEUE)).toBe(0), SOON)

    const reasons = await onChannel(broker.url, async (channel) => {
      const found: unknown[] = []
      for (let index = 0; index < poisons; index++) {
        const letter = await channel.get(DEAD)
        if (letter) found.push(letter.properties.headers?.['x-latchkey-reason'])
      }
      return found
    })
    expect(reasons).toEqual(Array(poisons).fill(expect.stringMatching(/\w/)))
    expect(mailers.map((mailer) => mailer.crashes())).toEqual([0, 0])
  }, 60_000)
})
