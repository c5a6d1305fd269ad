import type { ClaimedMessage, Settlement } from './mail-queue.ts'
import type { SendOutcome } from './mail-sender.ts'

/** Refusals after which a message is dead. */
export const MAX_REFUSALS = 10
const UNREACHABLE_BASE_MS = 1_000
const UNREACHABLE_MAX_MS = 30_000
const REFUSED_BASE_MS = 2_000
const REFUSED_MAX_MS = 5 * 60_000

/** A number of at least 0 and below 1. */
export type Random = () => number

/** Doubles with every attempt up to `maxMs`; jitter takes up to half of it away, never adds. */
const backoffMs = (baseMs: number, maxMs: number, attempts: number, random: Random): number =>
  Math.round(Math.min(maxMs, baseMs * 2 ** attempts) * (1 - random() / 2))

/** Milliseconds to leave a mail server alone that could not be reached `times` times before. */
export const unreachableBackoffMs = (times: number, random: Random): number =>
  backoffMs(UNREACHABLE_BASE_MS, UNREACHABLE_MAX_MS, times, random)

/** Milliseconds until a message is offered again that was refused `times` times before. */
const refusedBackoffMs = (times: number, random: Random): number =>
  backoffMs(REFUSED_BASE_MS, REFUSED_MAX_MS, times, random)

interface Delivery {
  readonly message: Pick<ClaimedMessage, 'tries' | 'deferrals'> & {
    readonly order: { readonly expiresAt: Date }
  }
  readonly outcome: SendOutcome
  readonly now: Date
  readonly random: Random
}

/**
 * Decides what becomes of a message after one try.
 *
 * A server that nobody heard us at costs no try, so an outage kills no mail; only its code's or
 * token's end does (security.md 2.7). A refusal costs one; the tenth, or a permanent one
 * (RFC 5321 §4.2.1, 5yz), is the last.
 */
export const settleDelivery = ({ message, outcome, now, random }: Delivery): Settlement => {
  const { tries, deferrals } = message
  if (outcome.kind === 'sent')
    return { state: 'sent', tries, deferrals, nextTryAt: null, reason: null }

  const { reason } = outcome
  const unreachable = outcome.kind === 'unreachable'
  const counts = unreachable ? { tries, deferrals: deferrals + 1 } : { tries: tries + 1, deferrals }
  if (!unreachable && (outcome.permanent || counts.tries >= MAX_REFUSALS))
    return { state: 'dead', ...counts, nextTryAt: null, reason }

  const waitMs = unreachable
    ? unreachableBackoffMs(deferrals, random)
    : refusedBackoffMs(tries, random)
  const nextTryAt = new Date(now.getTime() + waitMs)
  if (nextTryAt >= message.order.expiresAt)
    return { state: 'failed', ...counts, nextTryAt: null, reason: 'expired' }
  return { state: 'deferred', ...counts, nextTryAt, reason }
}
