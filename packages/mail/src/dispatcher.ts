import { claimedMessages } from './claimed-messages.ts'
import { leases } from './leases.ts'
import { nameOf } from './mail-log.ts'
import { mailServerOutage } from './outage.ts'
import { firstReleaseDeadOwners, noteRunning, noteStopped } from './owner.ts'
import { poller } from './poller.ts'
import { type MailProcess, type Sending, withinStopTime } from './sending.ts'

const POLL_MS = 5_000
const QUEUE_RETRY_MS = 1_000
const SHORTEST_WAIT_MS = 50

/** Sends the mails of the outbox by itself, without a broker. */
export interface Dispatcher extends MailProcess {
  /** Looks for due messages now; any number of calls during a look cause one more. */
  wake(): void
}

/**
 * Makes the dispatcher of this process. Any number may share a queue: leases keep each message in
 * one hand, and a message goes again when its hand died, with the same `Message-ID`.
 */
export const createDispatcher = (sending: Sending): Dispatcher => {
  const { queue, clock, owner, log } = sending
  const outage = mailServerOutage(Math.random)
  const held = leases(sending)
  const releaseDeadOwners = firstReleaseDeadOwners(queue, owner)
  const polls = poller({
    poll: async (isOn) => {
      await releaseDeadOwners()
      while (isOn()) {
        const wanted = messages.wanted()
        if (wanted === 0) break
        const claimed = await queue.claim(owner, wanted, clock.now(), held.until())
        if (claimed.length === 0) break
        await messages.add(claimed)
      }
      return untilNextPoll()
    },
    onFault: (error) => {
      log.warn({ error: nameOf(error) }, 'the outbox cannot be read; trying again')
      return QUEUE_RETRY_MS
    },
  })
  const messages = claimedMessages({ sending, outage, leases: held, onDone: polls.wake })

  const untilNextPoll = async (): Promise<number> => {
    const now = clock.now()
    const probeAt = outage.nextProbeAt()
    const isOut = probeAt !== null && probeAt > now
    // When all places are taken, whoever is done wakes us.
    const nextDueAt = async () => (messages.wanted() > 0 ? queue.nextDueAt() : null)
    const next = isOut ? probeAt : await nextDueAt()
    const waitMs = next === null ? POLL_MS : next.getTime() - now.getTime()
    return Math.max(SHORTEST_WAIT_MS, Math.min(POLL_MS, waitMs))
  }

  return {
    wake: polls.wake,
    start: () => {
      noteRunning(owner)
      held.start()
      polls.start()
    },
    stop: async () => {
      await withinStopTime(polls.stop().then(messages.stop))
      held.stop()
      noteStopped(owner)
    },
    state: () => (outage.reason() === null ? 'healthy' : 'unhealthy'),
    reason: outage.reason,
  }
}
