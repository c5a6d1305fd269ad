import { setTimeout as wait } from 'node:timers/promises'
import { DatabaseUnavailable, isBusy } from './problems.ts'

const SHORTEST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 100

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
      if (performance.now() >= givesUpAt)
        throw new DatabaseUnavailable('another process keeps the database locked', { cause: error })
      await wait(pauseMs * (0.5 + Math.random()))
    }
  }
}
