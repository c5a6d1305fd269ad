import { availableParallelism } from 'node:os'
import { type Overloaded, type PasswordHash, type Passwords, refused } from '@latchkey/core'
import type { DerivedKeys } from '../shared/keyring.ts'
import { admit, expectedMs, movingAverage } from './bcrypt-admission.ts'
import type { BcryptWork } from './bcrypt-job.ts'
import { compareInput, hashInput } from './bcrypt-scheme.ts'
import { startBcryptWorker } from './bcrypt-thread.ts'
import { bcryptThreads } from './bcrypt-threads.ts'

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
}

export interface BcryptPool extends Passwords {
  /** Jobs not yet done, and the moving average of the time one takes. */
  depth(): { readonly waiting: number; readonly taken: number; readonly averageMs: number }
  /** Finishes every admitted job, then ends the threads; later calls throw. */
  close(): Promise<void>
}

/**
 * bcrypt in threads of low priority, one per core, behind a queue that refuses what it could not
 * serve in time (architecture.md 5). The event loop never hashes and never waits for a hash. The
 * threads start with the first password: until then a server needs no memory for them.
 */
export const bcryptPool = ({
  peppers,
  maxWaitMs,
  workers = availableParallelism(),
  cost = 12,
  startWorker = startBcryptWorker,
}: BcryptPoolOptions): BcryptPool => {
  const threads = bcryptThreads(workers, startWorker)
  let averageMs = expectedMs(cost)

  const run = async (
    work: BcryptWork,
  ): Promise<{ ok: true; value: string | boolean } | Overloaded> => {
    const { waiting, taken } = threads.depth()
    const place = admit({ unfinished: waiting + taken, workers, averageMs }, maxWaitMs)
    if (!place.ok) return { ...refused('overloaded'), retryAfterSeconds: place.retryAfterSeconds }
    const { value, tookMs } = await threads.run(work)
    averageMs = movingAverage(averageMs, tookMs)
    return { ok: true, value }
  }

  return {
    async hash(password) {
      const { text, prefix } = hashInput(peppers, password)
      const outcome = await run({ kind: 'hash', text, cost })
      if (!outcome.ok) return outcome
      return { ok: true, hash: `${prefix}${outcome.value}` as PasswordHash }
    },

    async verify(password, hash) {
      const { text, bcryptHash, counts } = compareInput(peppers, password, hash, cost)
      const outcome = await run({ kind: 'compare', text, bcryptHash })
      return outcome.ok ? { ok: true, matches: counts && outcome.value === true } : outcome
    },

    depth: () => ({ ...threads.depth(), averageMs }),
    close: threads.close,
  }
}
