import { type Random, type SendOutcome, unreachableBackoffMs } from '@latchkey/core'

/**
 * Whether the mail server can be reached, from what became of the mails. After an unreachable
 * outcome nothing should be sent for a while, then one mail as a probe; any answer ends the outage.
 */
export const mailServerOutage = (random: Random) => {
  let failures = 0
  let probeAt = 0
  let reason: string | null = null
  return {
    /** How many mails may be under way at `now`, of at most `limit`. */
    places: (limit: number, now: Date): number => {
      if (failures === 0) return limit
      return now.getTime() < probeAt ? 0 : 1
    },
    /** Why it cannot be reached; null while it can. */
    reason: (): string | null => reason,
    /** When the next probe may leave; null while there is no outage. */
    nextProbeAt: (): Date | null => (failures === 0 ? null : new Date(probeAt)),
    /** Takes note of an outcome; says whether an outage began or ended with it. */
    note: (outcome: SendOutcome, now: Date): 'began' | 'ended' | null => {
      const wasReachable = failures === 0
      if (outcome.kind !== 'unreachable') {
        failures = 0
        reason = null
        return wasReachable ? null : 'ended'
      }
      reason = outcome.reason
      // Several mails under way notice one outage together: that is one failure.
      if (!wasReachable && now.getTime() < probeAt) return null
      probeAt = now.getTime() + unreachableBackoffMs(failures, random)
      failures += 1
      return wasReachable ? 'began' : null
    },
  }
}

export type MailServerOutage = ReturnType<typeof mailServerOutage>
