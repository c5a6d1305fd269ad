import type { ClaimedMessage } from '@latchkey/core'
import type { Leases } from './leases.ts'
import { nameOf } from './mail-log.ts'
import { oneTry } from './one-try.ts'
import type { MailServerOutage } from './outage.ts'
import { MAX_AT_ONCE, type Sending } from './sending.ts'
import { settleWithRetries } from './settle.ts'

const BATCH = 10

interface Deps {
  readonly sending: Sending
  readonly outage: MailServerOutage
  readonly leases: Leases
  /** Called after each try, whatever became of it. */
  readonly onDone: () => void
}

/** The messages that one dispatcher has claimed: at most five under way, the others waiting. */
export const claimedMessages = ({ sending, outage, leases, onDone }: Deps) => {
  const { clock, log } = sending
  const trying = oneTry(sending, outage)
  const settle = settleWithRetries(sending)
  const underWay = new Map<string, Promise<void>>()
  const waiting: ClaimedMessage[] = []
  let isStopping = false
  const places = () => (isStopping ? 0 : outage.places(MAX_AT_ONCE, clock.now()))

  const sendWaiting = () => {
    while (underWay.size < places()) {
      const message = waiting.shift()
      if (!message) return
      const work = trying(message)
        .then(giveBackWaiting)
        .catch((error) => log.warn({ error: nameOf(error) }, 'a mail under way failed'))
        .finally(() => {
          underWay.delete(message.id)
          leases.drop(message.id)
          sendWaiting()
          onDone()
        })
      underWay.set(message.id, work)
    }
  }

  /** Gives back what would wait here for nothing: the server is away, or we are stopping. */
  const giveBackWaiting = async () => {
    if (places() > 0) return
    const nextTryAt = outage.nextProbeAt() ?? clock.now()
    const reason = outage.reason()
    const giveBack = async ({ id, tries, deferrals }: ClaimedMessage) => {
      const state = tries + deferrals === 0 ? 'queued' : 'deferred'
      await settle(id, { state, tries, deferrals, nextTryAt, reason })
      leases.drop(id)
    }
    await Promise.all(waiting.splice(0).map(giveBack))
  }

  return {
    /** How many messages to claim now: a batch, one as a probe, or none. */
    wanted: (): number => {
      sendWaiting()
      if (waiting.length > 0 || underWay.size >= places()) return 0
      return outage.reason() === null ? BATCH : 1
    },
    add: async (claimed: readonly ClaimedMessage[]): Promise<void> => {
      for (const { id } of claimed) leases.hold(id)
      waiting.push(...claimed)
      sendWaiting()
      await giveBackWaiting()
    },
    /** Sends nothing more, gives back what waits and resolves when the last one is settled. */
    stop: async (): Promise<void> => {
      isStopping = true
      await Promise.all([giveBackWaiting(), ...underWay.values()])
    },
  }
}
