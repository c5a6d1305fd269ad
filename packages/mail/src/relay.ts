import type { Clock, MailQueue, TicketPublisher } from '@latchkey/core'
import { type MailLog, nameOf } from './mail-log.ts'
import { firstReleaseDeadOwners } from './owner.ts'
import { poller } from './poller.ts'
import { withinStopTime } from './sending.ts'
import { newTicket, TICKET_LIFE_MS } from './ticket.ts'

const BATCH = 100
/** How long a batch is ours while it is being published, in milliseconds. */
const CLAIM_MS = 15_000
const POLL_MS = 5_000
const RETRY_MS = 1_000
const SHORTEST_WAIT_MS = 50

interface Relaying {
  readonly queue: MailQueue
  readonly publisher: TicketPublisher
  readonly clock: Clock
  /** From `ownerId()`; messages of dead processes of its host are freed at the start. */
  readonly owner: string
  readonly log: MailLog
}

/** Brings due messages to the broker, for the workers to send. Any number may share a queue. */
export interface Relay {
  /** Looks for due messages now; any number of calls during a look cause one more. */
  wake(): void
  start(): void
  /** Waits for the batch that is being published, for at most 10 s. Does not close the publisher. */
  stop(): Promise<void>
}

/**
 * Makes the relay of this process. It claims a batch under a fresh ticket, publishes the tickets,
 * and when the broker has them all it prolongs their lives. A ticket that nobody used by then is
 * void: its message is claimed and published again under another one. So nothing is lost with the
 * broker, and nothing is sent twice by it.
 */
export const createRelay = ({ queue, publisher, clock, owner, log }: Relaying): Relay => {
  const releaseDeadOwners = firstReleaseDeadOwners(queue, owner)
  const after = (ms: number) => new Date(clock.now().getTime() + ms)

  /** Resolves to how many messages there were. */
  const relayBatch = async (): Promise<number> => {
    const ticket = newTicket()
    const claimed = await queue.claim(ticket, BATCH, clock.now(), after(CLAIM_MS))
    if (claimed.length === 0) return 0
    const ids = claimed.map(({ id }) => id)
    try {
      await publisher.publish(
        ids.map((messageId) => ({ messageId, ticket })),
        TICKET_LIFE_MS,
      )
    } catch (error) {
      await queue.release(ticket)
      throw error
    }
    await queue.renew(ticket, ids, after(TICKET_LIFE_MS))
    return claimed.length
  }

  const untilNextPoll = async (): Promise<number> => {
    const next = isReady() ? await queue.nextDueAt() : null
    const waitMs = next === null ? POLL_MS : next.getTime() - clock.now().getTime()
    return Math.max(SHORTEST_WAIT_MS, Math.min(POLL_MS, waitMs))
  }

  const isReady = () => publisher.state() === 'healthy'
  const polls = poller({
    poll: async (isOn) => {
      await releaseDeadOwners()
      while (isOn() && isReady()) if ((await relayBatch()) < BATCH) break
      return untilNextPoll()
    },
    onFault: (error) => {
      log.warn({ error: nameOf(error) }, 'mails could not be given to the broker; trying again')
      return RETRY_MS
    },
  })
  let stopListening = () => {}

  return {
    wake: polls.wake,
    start: () => {
      stopListening = publisher.onReady(polls.wake)
      polls.start()
    },
    stop: async () => {
      stopListening()
      await withinStopTime(polls.stop())
    },
  }
}
