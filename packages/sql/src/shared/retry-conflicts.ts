import { setTimeout as wait } from 'node:timers/promises'
import { DatabaseConflict } from './problems.ts'

const MAX_RETRIES = 3
const PAUSE_MS = 10

/**
 * Runs `step`, and again up to three times when the database broke it off in favour of another
 * transaction. So `step` must do nothing but use the database.
 */
export const retryConflicts = async <T>(step: () => Promise<T>): Promise<T> => {
  for (let retry = 1; ; retry++) {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof DatabaseConflict) || retry > MAX_RETRIES) throw error
      await wait(PAUSE_MS * 2 ** retry * Math.random())
    }
  }
}
