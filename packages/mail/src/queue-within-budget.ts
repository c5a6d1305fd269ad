import type { ClaimedMessage, Clock, MailQueue, MailTemplate } from '@latchkey/core'
import type { MailLog } from './mail-log.ts'

const WINDOW_MS = 3_600_000
/** How long a mail is held back before it is looked at again. */
const HELD_MS = 5 * 60_000
/** The whole outbox is counted so often at most; in between a process counts what it takes itself. */
const COUNT_EVERY_MS = 1_000

/** Why a mail waits, as its row says. */
export const HELD_BACK = 'held back: rate_limit_mail_total'

/**
 * What goes to addresses that need not be anybody's: whoever has enough networks can have any number
 * of them sent, to anybody. Links to users and notices to them are none of these.
 */
const TO_STRANGERS: readonly MailTemplate[] = [
  'verify_email',
  'sign_in_code',
  'confirm_new_address',
]

interface Deps {
  readonly queue: MailQueue
  /** How many mails to strangers may leave in an hour, by all processes together. */
  readonly limit: () => number
  readonly clock: Clock
  readonly log: MailLog
}

const isToStranger = ({ order }: ClaimedMessage): boolean =>
  order.to !== null && TO_STRANGERS.includes(order.template)

/**
 * The queue for those who bring mails on their way, with a budget for all mails to strangers. What
 * is beyond it waits, and the log says so; every other mail goes.
 */
export const queueWithinBudget = ({ queue, limit, clock, log }: Deps): MailQueue => {
  const count = countLeaving(queue)
  const notice = noticeHolding(log)

  const holdBack = async (owner: string, message: ClaimedMessage): Promise<void> => {
    const { id, tries, deferrals } = message
    const now = clock.now()
    const nextTryAt = new Date(now.getTime() + HELD_MS)
    const held = { state: 'deferred', tries, deferrals, nextTryAt, reason: HELD_BACK } as const
    await queue.settle(owner, id, held, now)
  }

  return {
    ...queue,
    async claim(owner, most, now, leaseUntil) {
      const claimed = await queue.claim(owner, most, now, leaseUntil)
      const toStrangers = claimed.filter(isToStranger)
      if (toStrangers.length === 0) return claimed
      const beyond = (await count.with(toStrangers.length, now)) - limit()
      const held = new Set(beyond > 0 ? toStrangers.slice(-beyond) : [])
      for (const message of held) await holdBack(owner, message)
      count.without(held.size)
      notice(held.size > 0)
      return claimed.filter((message) => !held.has(message))
    },
  }
}

/** How many mails to strangers are on their way or left within the hour, as far as is known. */
const countLeaving = (queue: Pick<MailQueue, 'leaving'>) => {
  let known = { leaving: 0, atMs: Number.NEGATIVE_INFINITY }
  return {
    /** Resolves to how many there are, those included that were just claimed. */
    with: async (claimed: number, now: Date): Promise<number> => {
      const atMs = now.getTime()
      if (atMs - known.atMs < COUNT_EVERY_MS) known = { ...known, leaving: known.leaving + claimed }
      else {
        const since = new Date(atMs - WINDOW_MS)
        known = { leaving: await queue.leaving(TO_STRANGERS, since, now), atMs }
      }
      return known.leaving
    },
    without: (held: number): void => {
      known = { ...known, leaving: known.leaving - held }
    },
  }
}

/** Tells when mails begin to be held back, and when none are any more. */
const noticeHolding = (log: MailLog) => {
  let isHolding = false
  return (holds: boolean): void => {
    if (holds && !isHolding)
      log.warn(
        {},
        'mails to new addresses wait: there are more in an hour than rate_limit_mail_total',
      )
    if (!holds && isHolding) log.info({}, 'mails to new addresses go out again')
    isHolding = holds
  }
}
