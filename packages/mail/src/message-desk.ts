import { setTimeout as sleep } from 'node:timers/promises'
import type { ClaimedMessage, Clock, MailQueue, Settlement } from '@latchkey/core'
import type { DispatchLog } from './dispatch-log.ts'

/** How long a claimed message is ours without word from us, in milliseconds. */
const LEASE_MS = 15_000
const SETTLE_RETRIES_MS = [250, 500, 1_000, 2_000, 4_000]

interface Desk {
  readonly queue: MailQueue
  readonly clock: Clock
  readonly owner: string
  readonly log: DispatchLog
}

/** One dispatcher's dealings with the queue; a queue that is busy is asked again. */
export const messageDesk = ({ queue, clock, owner, log }: Desk) => {
  const leaseUntil = () => new Date(clock.now().getTime() + LEASE_MS)

  /** Records a result. When the queue cannot take it, the lease runs out and the mail goes again. */
  const settle = async (id: string, result: Settlement): Promise<void> => {
    for (const waitMs of [...SETTLE_RETRIES_MS, null]) {
      try {
        return await queue.settle(owner, id, result, clock.now())
      } catch (error) {
        log.warn(
          { messageId: id, error: nameOf(error) },
          'the result of a mail is not recorded yet',
        )
      }
      if (waitMs !== null) await sleep(waitMs, undefined, { ref: false })
    }
  }

  return {
    settle,
    claim: (limit: number) => queue.claim(owner, limit, clock.now(), leaseUntil()),
    /** Puts a message back as it was taken, for whoever comes at `nextTryAt`. */
    putBack: ({ id, tries, deferrals }: ClaimedMessage, nextTryAt: Date, reason: string | null) => {
      const state = tries + deferrals === 0 ? 'queued' : 'deferred'
      return settle(id, { state, tries, deferrals, nextTryAt, reason })
    },
    /** Ends a message whose code or link ended while it waited here. */
    expire: ({ id, tries, deferrals }: ClaimedMessage) =>
      settle(id, { state: 'failed', tries, deferrals, nextTryAt: null, reason: 'expired' }),
    renew: async (ids: readonly string[]): Promise<void> => {
      if (ids.length === 0) return
      try {
        await queue.renew(owner, ids, leaseUntil())
      } catch (error) {
        log.warn({ error: nameOf(error) }, 'the leases of mails under way are not renewed yet')
      }
    },
  }
}

export type MessageDesk = ReturnType<typeof messageDesk>

/** What an error is, without what it says: messages may quote a mail. */
export const nameOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error ? String(error.code) : error.name) : typeof error
