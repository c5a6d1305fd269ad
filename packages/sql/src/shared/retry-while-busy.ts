import { setTimeout as wait } from 'node:timers/promises'
import { DatabaseUnavailable, isBusy } from './problems.ts'

const SHORTEST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 100
/** How long a lock that outlasted somebody's patience is left alone between two looks at it. */
const PROBE_PAUSE_MS = 100
const LOCKED = 'another process keeps the database locked'

/**
 * Repeats `step` while another process holds the lock, for up to `patienceMs`.
 *
 * SQLite's own waiting blocks the event loop, so it is short, and the long wait happens here;
 * the jitter keeps processes that wait for each other from staying in step.
 */
export const retryWhileBusy = async <T>(
  step: () => T | Promise<T>,
  patienceMs: number,
): Promise<T> => {
  const givesUpAt = performance.now() + patienceMs
  for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await step()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() >= givesUpAt) throw new DatabaseUnavailable(LOCKED, { cause: error })
      await wait(pauseMs * (0.5 + Math.random()))
    }
  }
}

/**
 * `retryWhileBusy` for all who share one connection.
 *
 * They stand in line: if each had patience of its own, the tenth would wait ten times as long. So
 * once somebody has lost it, the others are refused at once, but for one look now and then; the
 * first who gets through restores everybody's patience.
 */
export const sharedPatience = (patienceMs: number) => {
  let looksAgainAt: number | null = null
  return async <T>(step: () => T | Promise<T>): Promise<T> => {
    if (looksAgainAt !== null && performance.now() < looksAgainAt)
      throw new DatabaseUnavailable(LOCKED)
    try {
      const result = await retryWhileBusy(step, looksAgainAt === null ? patienceMs : 0)
      looksAgainAt = null
      return result
    } catch (error) {
      if (error instanceof DatabaseUnavailable) looksAgainAt = performance.now() + PROBE_PAUSE_MS
      throw error
    }
  }
}
