import type { Clock } from '@latchkey/core'
import type { MailServerOutage } from './outage.ts'
import { MAX_AT_ONCE } from './sending.ts'

const SHORTEST_WAIT_MS = 10
/** A clock may be set: nobody sleeps through it for long. */
const LONGEST_WAIT_MS = 500

/**
 * Whose turn it is to send: that of five at once; in an outage that of one, who probes, at the time
 * of the next probe. The others wait.
 */
export const sendingTurns = (outage: MailServerOutage, clock: Clock) => {
  let underWay = 0
  let isClosed = false
  const waiting = new Set<(isTurn: boolean) => void>()
  let timer: NodeJS.Timeout | undefined

  const admit = () => {
    clearTimeout(timer)
    const now = clock.now()
    for (const begin of waiting) {
      if (underWay >= outage.places(MAX_AT_ONCE, now)) break
      waiting.delete(begin)
      underWay += 1
      begin(true)
    }
    const probeAt = outage.nextProbeAt()
    if (waiting.size === 0 || underWay > 0 || probeAt === null) return
    const untilProbeMs = Math.min(LONGEST_WAIT_MS, probeAt.getTime() - now.getTime())
    timer = setTimeout(admit, Math.max(SHORTEST_WAIT_MS, untilProbeMs)).unref()
  }

  return {
    /**
     * Resolves to true when it is the caller's turn, who ends it by `end`; to false when that takes
     * longer than `maxWaitMs`, or when there will be no more turns.
     */
    begin: (maxWaitMs: number): Promise<boolean> => {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const sendAway = () => {
        waiting.delete(begin)
        resolve(false)
      }
      const tooLong = setTimeout(sendAway, maxWaitMs).unref()
      const begin = (isTurn: boolean) => {
        clearTimeout(tooLong)
        resolve(isTurn)
      }
      waiting.add(begin)
      if (isClosed) sendAway()
      else admit()
      return promise
    },
    end: (): void => {
      underWay -= 1
      admit()
    },
    /** Sends away who waits. */
    close: (): void => {
      isClosed = true
      clearTimeout(timer)
      for (const begin of waiting) begin(false)
      waiting.clear()
    },
  }
}
