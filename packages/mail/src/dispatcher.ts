import {
  type ClaimedMessage,
  type Clock,
  type MailOrder,
  type MailQueue,
  type MailSender,
  type SendOutcome,
  type Settlement,
  settleDelivery,
} from '@latchkey/core'
import { alarm } from './alarm.ts'
import { deliver } from './deliver.ts'
import type { DispatchLog } from './dispatch-log.ts'
import { messageDesk, nameOf } from './message-desk.ts'
import { noteRunning, noteStopped, releaseDeadOwners } from './owner.ts'
import type { RenderedMail } from './renderer.ts'
import { senderGate } from './sender-gate.ts'

const RENEW_MS = 5_000
const POLL_MS = 5_000
const QUEUE_RETRY_MS = 1_000
const SHORTEST_WAIT_MS = 50
const STOP_MS = 10_000
const BATCH = 10
const MAX_IN_AIR = 5

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
   * Does not close the sender.
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
  const gate = senderGate(Math.random)
  const send = deliver({ ...rest, log })
  const inAir = new Map<string, Promise<void>>()
  const waiting: ClaimedMessage[] = []
  let isRunning = false
  let isTakenOver = false
  let pass: Promise<void> | null = null
  let isWokenAgain = false
  let renewals: NodeJS.Timeout | undefined

  const wake = () => {
    if (!isRunning) return
    isWokenAgain = true
    pass ??= passes().finally(() => {
      pass = null
    })
  }
  const timer = alarm(wake)

  const passes = async () => {
    while (isWokenAgain && isRunning) {
      isWokenAgain = false
      try {
        await fill()
        const waitMs = await untilNextPass()
        if (isRunning) timer.set(waitMs)
      } catch (error) {
        log.warn({ error: nameOf(error) }, 'the outbox cannot be read; trying again')
        timer.set(QUEUE_RETRY_MS)
      }
    }
  }

  const fill = async () => {
    if (!isTakenOver) await releaseDeadOwners(queue, owner)
    isTakenOver = true
    while (isRunning) {
      launch()
      const width = gate.width(MAX_IN_AIR, clock.now())
      if (waiting.length > 0 || inAir.size >= width) return
      const claimed = await desk.claim(width === 1 ? 1 : BATCH)
      if (claimed.length === 0) return
      waiting.push(...claimed)
    }
  }

  const launch = () => {
    while (isRunning && inAir.size < gate.width(MAX_IN_AIR, clock.now())) {
      const message = waiting.shift()
      if (!message) return
      const flight = fly(message)
        .catch((error) =>
          log.warn({ messageId: message.id, error: nameOf(error) }, 'a mail failed'),
        )
        .finally(() => {
          inAir.delete(message.id)
          wake()
        })
      inAir.set(message.id, flight)
    }
  }

  const fly = async (message: ClaimedMessage) => {
    const { tries, deferrals, order } = message
    if (order.expiresAt <= clock.now()) {
      const late = {
        state: 'failed',
        tries,
        deferrals,
        nextTryAt: null,
        reason: 'expired',
      } as const
      return desk.settle(message.id, late)
    }
    const outcome = await send(message)
    const now = clock.now()
    tellTurn(gate.note(outcome, now), outcome)
    const result = settleDelivery({ message, outcome, now, random: Math.random })
    tellLoss(message, result)
    await Promise.all([desk.settle(message.id, result), putBackWaiting()])
  }

  /** What waits here would wait for nothing while the server is away or we leave. */
  const putBackWaiting = async () => {
    const shutUntil = gate.shutUntil()
    if (isRunning && shutUntil === null) return
    const nextTryAt = shutUntil ?? clock.now()
    await Promise.all(waiting.splice(0).map((m) => desk.putBack(m, nextTryAt, gate.reason())))
  }

  const tellTurn = (turn: 'opened' | 'shut' | null, outcome: SendOutcome) => {
    if (turn === 'shut' && outcome.kind !== 'sent')
      log.warn({ reason: outcome.reason }, 'the mail server cannot be reached; mails wait')
    if (turn === 'opened') log.info({}, 'the mail server is there again')
  }

  const tellLoss = ({ id, order }: ClaimedMessage, { state, reason, tries }: Settlement) => {
    if (state !== 'dead' && state !== 'failed') return
    log.warn({ messageId: id, template: order.template, tries, reason }, 'a mail is given up')
  }

  const untilNextPass = async (): Promise<number> => {
    const now = clock.now()
    const width = gate.width(MAX_IN_AIR, now)
    // When all places are taken, whoever lands wakes us.
    const isFull = width > 0 && (inAir.size >= width || waiting.length > 0)
    const next = width === 0 ? gate.shutUntil() : isFull ? null : await queue.nextDueAt()
    const waitMs = next === null ? POLL_MS : next.getTime() - now.getTime()
    return Math.max(SHORTEST_WAIT_MS, Math.min(POLL_MS, waitMs))
  }

  const start = () => {
    if (isRunning) return
    isRunning = true
    noteRunning(owner)
    const renew = () => desk.renew([...inAir.keys(), ...waiting.map(({ id }) => id)])
    renewals = setInterval(renew, RENEW_MS).unref()
    wake()
  }

  const stop = async () => {
    if (!isRunning) return
    isRunning = false
    timer.clear()
    const landed = async () => {
      await pass
      await Promise.all([putBackWaiting(), ...inAir.values()])
    }
    await within(STOP_MS, landed())
    clearInterval(renewals)
    noteStopped(owner)
  }

  const reason = gate.reason
  return { wake, start, stop, state: () => (reason() === null ? 'healthy' : 'unhealthy'), reason }
}

const within = async (ms: number, work: Promise<void>): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([work, late])
  clearTimeout(timer)
}
