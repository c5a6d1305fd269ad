import type { Clock, MailOrder, MailQueue, MailSender } from '@latchkey/core'
import { deliver } from './deliver.ts'
import type { DispatchLog } from './dispatch-log.ts'
import { mailFlights } from './mail-flights.ts'
import { messageDesk, nameOf } from './message-desk.ts'
import { noteRunning, noteStopped, releaseDeadOwners } from './owner.ts'
import type { RenderedMail } from './renderer.ts'
import { repeater } from './repeater.ts'

const RENEW_MS = 5_000
const POLL_MS = 5_000
const QUEUE_RETRY_MS = 1_000
const SHORTEST_WAIT_MS = 50
const STOP_MS = 10_000

interface Dispatch {
  readonly queue: MailQueue
  readonly sender: MailSender
  readonly render: (order: MailOrder) => RenderedMail
  readonly clock: Clock
  /** From `ownerId()`. */
  readonly owner: string
  readonly log: DispatchLog
}

/** Drains the outbox into a mail server. */
export interface Dispatcher {
  /** Looks for due messages now; any number of calls during a look cause one more. */
  wake(): void
  start(): void
  /**
   * Finishes what is in the air, for at most 10 s; what is left keeps its lease and goes later.
   * It is over then: a stopped dispatcher is not started again. Does not close the sender.
   */
  stop(): Promise<void>
  /** `unhealthy` while the mail server cannot be reached. */
  state(): 'healthy' | 'unhealthy'
  /** Why it is unhealthy; null while it is not. */
  reason(): string | null
}

/**
 * Makes the dispatcher of this process. Any number may share a queue: leases keep each message in
 * one hand, and a message goes again when its hand died, with the same `Message-ID`.
 */
export const createDispatcher = ({ queue, clock, owner, log, ...rest }: Dispatch): Dispatcher => {
  const desk = messageDesk({ queue, clock, owner, log })
  const send = deliver({ ...rest, log })
  const rounds = repeater({
    round: async (isOn) => {
      await takeOver()
      while (isOn()) {
        const wanted = flights.wanted()
        if (wanted === 0) break
        const claimed = await desk.claim(wanted)
        if (claimed.length === 0) break
        await flights.board(claimed)
      }
      return untilNextRound()
    },
    onFault: (error) => {
      log.warn({ error: nameOf(error) }, 'the outbox cannot be read; trying again')
      return QUEUE_RETRY_MS
    },
  })
  const flights = mailFlights({ desk, send, clock, log, onLanded: rounds.wake })
  let isTakenOver = false
  let renewals: NodeJS.Timeout | undefined

  const takeOver = async () => {
    if (!isTakenOver) await releaseDeadOwners(queue, owner)
    isTakenOver = true
  }

  const untilNextRound = async (): Promise<number> => {
    const now = clock.now()
    const next = flights.shutUntil() ?? (flights.wanted() > 0 ? await queue.nextDueAt() : null)
    // When all places are taken, whoever lands wakes us.
    const waitMs = next === null ? POLL_MS : next.getTime() - now.getTime()
    return Math.max(SHORTEST_WAIT_MS, Math.min(POLL_MS, waitMs))
  }

  return {
    wake: rounds.wake,
    start: () => {
      noteRunning(owner)
      renewals ??= setInterval(() => void desk.renew(flights.held()), RENEW_MS).unref()
      rounds.start()
    },
    stop: async () => {
      await within(STOP_MS, rounds.stop().then(flights.ground))
      clearInterval(renewals)
      noteStopped(owner)
    },
    state: () => (flights.reason() === null ? 'healthy' : 'unhealthy'),
    reason: flights.reason,
  }
}

const within = async (ms: number, work: Promise<void>): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([work, late])
  clearTimeout(timer)
}
