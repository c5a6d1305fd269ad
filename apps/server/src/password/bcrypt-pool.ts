import { availableParallelism } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { type Overloaded, type PasswordHash, type Passwords, refused } from '@latchkey/core'
import type { DerivedKeys } from '@latchkey/process'
import { admit, expectedMs, movingAverage } from './bcrypt-admission.ts'
import type { BcryptResult, BcryptWork } from './bcrypt-job.ts'
import { hashInput } from './bcrypt-scheme.ts'
import { startBcryptWorker } from './bcrypt-thread.ts'
import { bcryptThreads } from './bcrypt-threads.ts'
import { isOutdated, passwordCheck } from './password-check.ts'

export interface BcryptPoolOptions {
  /** `keyring.keys('password-pepper')`: for passwords that bcrypt alone would cut off. */
  readonly peppers: DerivedKeys
  /** `HASH_MAX_WAIT_MS`: who would wait longer is refused at once. */
  readonly maxWaitMs: number
  /** Threads; one per core. */
  readonly workers?: number
  /** Logarithm of the number of rounds (OWASP Password Storage Cheat Sheet: at least 10). */
  readonly cost?: number
  readonly startWorker?: typeof startBcryptWorker
  /** Lets so many milliseconds pass. */
  readonly pause?: (ms: number) => Promise<unknown>
}

/** One job that was done. */
export interface Hashed {
  readonly tookMs: number
  /** Before it was begun, as far as the event loop can tell. */
  readonly waitedMs: number
}

export interface BcryptPool extends Passwords {
  /** Calls `listener`, which must not throw, after every job. */
  onHashed(listener: (hashed: Hashed) => void): void
  /** Jobs not yet done, and the moving average of the time one takes. */
  depth(): { readonly waiting: number; readonly taken: number; readonly averageMs: number }
  /** Finishes every admitted job, then ends the threads; later calls throw. */
  close(): Promise<void>
}

/**
 * bcrypt in threads of low priority, one per core, behind a queue that refuses what it could not
 * serve in time (architecture.md 5). The event loop never hashes and never waits for a hash. The
 * threads start with the first password: until then a server needs no memory for them. An imported
 * hash is computed in the same threads, and its answer held back for as long as one of ours takes.
 */
export const bcryptPool = ({
  peppers,
  maxWaitMs,
  workers = availableParallelism(),
  cost = 12,
  startWorker = startBcryptWorker,
  pause = wait,
}: BcryptPoolOptions): BcryptPool => {
  const threads = bcryptThreads(workers, startWorker)
  const listeners: ((hashed: Hashed) => void)[] = []
  let averageMs = expectedMs(cost)
  let checkMs = expectedMs(cost)

  const run = async (
    work: BcryptWork,
  ): Promise<({ readonly ok: true } & BcryptResult) | Overloaded> => {
    const { waiting, taken } = threads.depth()
    const place = admit({ unfinished: waiting + taken, workers, averageMs }, maxWaitMs)
    if (!place.ok) return { ...refused('overloaded'), retryAfterSeconds: place.retryAfterSeconds }
    const since = performance.now()
    const result = await threads.run(work)
    const { tookMs } = result
    averageMs = movingAverage(averageMs, tookMs)
    const waitedMs = Math.max(0, performance.now() - since - tookMs)
    for (const listener of listeners) listener({ tookMs, waitedMs })
    return { ok: true, ...result }
  }

  return {
    async hash(password) {
      const { text, prefix } = hashInput(peppers, password)
      const outcome = await run({ kind: 'hash', text, cost })
      if (!outcome.ok) return outcome
      return { ok: true, hash: `${prefix}${outcome.value}` as PasswordHash }
    },

    async verify(password, hash) {
      const { work, counts, isOurs } = passwordCheck(peppers, password, hash, cost)
      const outcome = await run(work)
      if (!outcome.ok) return outcome
      if (isOurs) checkMs = movingAverage(checkMs, outcome.tookMs)
      else if (outcome.tookMs < checkMs) await pause(checkMs - outcome.tookMs)
      return { ok: true, matches: counts && outcome.value === true }
    },

    isOutdated: (hash) => isOutdated(hash, cost),

    onHashed: (listener) => void listeners.push(listener),
    depth: () => ({ ...threads.depth(), averageMs }),
    close: threads.close,
  }
}
