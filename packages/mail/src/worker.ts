import { setTimeout as sleep } from 'node:timers/promises'
import type { ClaimedMessage, MessageTicket, TicketConsumer } from '@latchkey/core'
import { leases } from './leases.ts'
import { nameOf } from './mail-log.ts'
import { oneTry } from './one-try.ts'
import { mailServerOutage } from './outage.ts'
import { noteRunning, noteStopped, releaseDeadOwners } from './owner.ts'
import { type MailProcess, type Sending, withinStopTime } from './sending.ts'
import { TICKET_LIFE_MS } from './ticket.ts'
import { sendingTurns } from './turns.ts'

const QUEUE_RETRY_MS = 1_000

interface Working extends Sending {
  readonly consumer: TicketConsumer
}

/**
 * Makes the worker of this process: it sends the messages whose tickets the broker brings. Only who
 * takes the message over sends it, so a ticket that comes five times sends one mail. What became of
 * a mail is in its row before the ticket is acknowledged; a message that failed goes again by a
 * relay, never by the broker.
 */
export const createWorker = ({ consumer, ...sending }: Working): MailProcess => {
  const { queue, owner, clock, log } = sending
  const outage = mailServerOutage(Math.random)
  const held = leases(sending)
  const trying = oneTry(sending, outage)
  const turns = sendingTurns(outage, clock)
  let isStopping = false

  const take = async (ticket: MessageTicket): Promise<void> => {
    const isTurn = await turns.begin(TICKET_LIFE_MS)
    if (isStopping) throw new Error('the worker is stopping')
    // It waited for longer than a ticket is good: a relay will issue another one.
    if (!isTurn) return
    try {
      const message = await takeOver(ticket, clock.now())
      if (message) await send(message)
    } finally {
      turns.end()
    }
  }

  /** Asks again while the queue cannot be asked: given back, the ticket would only come again. */
  const takeOver = async (
    { ticket, messageId }: MessageTicket,
    since: Date,
  ): Promise<ClaimedMessage | null> => {
    while (clock.now().getTime() - since.getTime() < TICKET_LIFE_MS) {
      const until = held.until()
      try {
        const message = await queue.takeOver(ticket, owner, messageId, until, clock.now())
        // We were held up for longer than the lease: another worker may have the mail by now.
        return clock.now() < until ? message : null
      } catch (error) {
        if (isStopping) throw error
        log.warn({ error: nameOf(error) }, 'a mail cannot be taken from the outbox; trying again')
        await sleep(QUEUE_RETRY_MS, undefined, { ref: false })
      }
    }
    return null
  }

  const send = async (message: ClaimedMessage) => {
    held.hold(message.id)
    await trying(message)
    held.drop(message.id)
  }

  return {
    start: () => {
      noteRunning(owner)
      held.start()
      releaseDeadOwners(queue, owner).catch((error) =>
        log.warn({ error: nameOf(error) }, 'mails of a dead process wait for their leases to end'),
      )
      consumer.start(take)
    },
    stop: async () => {
      isStopping = true
      turns.close()
      await withinStopTime(consumer.stop())
      held.stop()
      noteStopped(owner)
    },
    state: () => (outage.reason() === null ? 'healthy' : 'unhealthy'),
    reason: outage.reason,
  }
}
