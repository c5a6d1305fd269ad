import {
  type ClaimedMessage,
  type Clock,
  type SendOutcome,
  type Settlement,
  settleDelivery,
} from '@latchkey/core'
import type { DispatchLog } from './dispatch-log.ts'
import { type MessageDesk, nameOf } from './message-desk.ts'
import { senderGate } from './sender-gate.ts'

const BATCH = 10
const MAX_IN_AIR = 5

interface Flights {
  readonly desk: MessageDesk
  readonly send: (message: ClaimedMessage) => Promise<SendOutcome>
  readonly clock: Clock
  readonly log: DispatchLog
  /** Called after each mail, whatever became of it. */
  readonly onLanded: () => void
}

/** The messages in one dispatcher's hands: at most five in the air, the rest of a claim waiting. */
export const mailFlights = ({ desk, send, clock, log, onLanded }: Flights) => {
  const gate = senderGate(Math.random)
  const inAir = new Map<string, Promise<void>>()
  const waiting: ClaimedMessage[] = []
  let isGrounded = false
  const width = () => (isGrounded ? 0 : gate.width(MAX_IN_AIR, clock.now()))

  const launch = () => {
    while (inAir.size < width()) {
      const message = waiting.shift()
      if (!message) return
      const flight = fly(message)
        .catch((error) => log.warn({ error: nameOf(error) }, 'a mail under way failed'))
        .finally(() => {
          inAir.delete(message.id)
          launch()
          onLanded()
        })
      inAir.set(message.id, flight)
    }
  }

  const fly = async (message: ClaimedMessage) => {
    if (message.order.expiresAt <= clock.now()) return desk.expire(message)
    const outcome = await send(message)
    const now = clock.now()
    // A decoy was not sent: its outcome says nothing about the mail server.
    if (message.order.to !== null) tellTurn(log, gate.note(outcome, now), outcome)
    const result = settleDelivery({ message, outcome, now, random: Math.random })
    tellLoss(log, message, result)
    await Promise.all([desk.settle(message.id, result), putBack()])
  }

  /** Gives back what would wait here for nothing: the server is away, or we are leaving. */
  const putBack = async () => {
    if (width() > 0) return
    const nextTryAt = gate.shutUntil() ?? clock.now()
    await Promise.all(waiting.splice(0).map((m) => desk.putBack(m, nextTryAt, gate.reason())))
  }

  return {
    /** Why the mail server cannot be reached; null when it can. */
    reason: gate.reason,
    /** When the mail server may be probed, while nothing may be sent; else null. */
    shutUntil: (): Date | null => (width() === 0 ? gate.shutUntil() : null),
    /** How many messages to claim now: a batch, one as a probe, or none. */
    wanted: (): number => {
      launch()
      if (waiting.length > 0 || inAir.size >= width()) return 0
      return gate.reason() === null ? BATCH : 1
    },
    board: async (claimed: readonly ClaimedMessage[]): Promise<void> => {
      waiting.push(...claimed)
      launch()
      await putBack()
    },
    /** The ids of all messages in our hands. */
    held: (): string[] => [...inAir.keys(), ...waiting.map(({ id }) => id)],
    /** Launches nothing more, gives back what waits and resolves when the last one has landed. */
    ground: async (): Promise<void> => {
      isGrounded = true
      await Promise.all([putBack(), ...inAir.values()])
    },
  }
}

const tellTurn = (log: DispatchLog, turn: 'opened' | 'shut' | null, outcome: SendOutcome) => {
  if (turn === 'shut' && outcome.kind !== 'sent')
    log.warn({ reason: outcome.reason }, 'the mail server cannot be reached; mails wait')
  if (turn === 'opened') log.info({}, 'the mail server is there again')
}

const tellLoss = (log: DispatchLog, { id, order }: ClaimedMessage, result: Settlement) => {
  const { state, reason, tries } = result
  if (state !== 'dead' && state !== 'failed') return
  log.warn({ messageId: id, template: order.template, tries, reason }, 'a mail is given up')
}
