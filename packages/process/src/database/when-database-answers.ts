import { setTimeout as wait } from 'node:timers/promises'
import { DatabaseAway, DatabaseUnavailable } from '@latchkey/sql'
import type { Logger } from '../log/logger.ts'

const SHORTEST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

interface Options {
  readonly log: Logger
  /** Ends the waiting, which then rejects. */
  readonly signal: AbortSignal
  /** A sentence for the log: what is not done while it waits. */
  readonly meanwhile: string
  /** Runs before the first pause, and is awaited. */
  readonly onAway?: () => Promise<void>
}

/** Whether the database may come back by itself; of other problems the operator must know. */
const mayPass = (error: unknown): error is Error =>
  error instanceof DatabaseAway || error instanceof DatabaseUnavailable

/**
 * Runs `work`, and again as long as the database is away, with growing pauses of up to 5 s. The log
 * says once that it is away and once that it is back (ADR 0031).
 */
export const whenDatabaseAnswers = async <T>(
  work: () => Promise<T>,
  { log, signal, meanwhile, onAway }: Options,
): Promise<T> => {
  for (let pauseMs = 0; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2 || SHORTEST_PAUSE_MS)) {
    try {
      if (pauseMs > 0) await wait(pauseMs, undefined, { signal })
      const result = await work()
      if (pauseMs > 0) log.info('the database answers')
      return result
    } catch (error) {
      if (signal.aborted || !mayPass(error)) throw error
      if (pauseMs > 0) continue
      log.warn(`${error.message} ${meanwhile}`)
      await onAway?.()
    }
  }
}
