import { type Random, type SendOutcome, unreachableBackoffMs } from '@latchkey/core'

/**
 * Spares a mail server that cannot be reached, and the queue with it: after an unreachable outcome
 * nothing is sent for a while, then one mail probes; a server that answers opens the gate again.
 */
export const senderGate = (random: Random) => {
  let failures = 0
  let shutUntil = 0
  let reason: string | null = null
  return {
    /** How many mails may be in the air at `now`, of at most `limit`. */
    width: (limit: number, now: Date): number => {
      if (failures === 0) return limit
      return now.getTime() < shutUntil ? 0 : 1
    },
    /** Why it is shut; null while it is open. */
    reason: (): string | null => reason,
    /** When the next probe may leave; null while it is open. */
    shutUntil: (): Date | null => (failures === 0 ? null : new Date(shutUntil)),
    /** Takes note of an outcome; says whether it opened or shut the gate. */
    note: (outcome: SendOutcome, now: Date): 'opened' | 'shut' | null => {
      const wasOpen = failures === 0
      if (outcome.kind !== 'unreachable') {
        failures = 0
        reason = null
        return wasOpen ? null : 'opened'
      }
      reason = outcome.reason
      // Several mails in the air notice one outage together: that is one failure.
      if (!wasOpen && now.getTime() < shutUntil) return null
      shutUntil = now.getTime() + unreachableBackoffMs(failures, random)
      failures += 1
      return wasOpen ? 'shut' : null
    },
  }
}
