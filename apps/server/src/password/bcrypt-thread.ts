import { Worker } from 'node:worker_threads'
import type { BcryptJob, BcryptResult } from './bcrypt-job.ts'

/** A job and whoever waits for it. */
export interface Pending {
  readonly job: BcryptJob
  readonly resolve: (result: BcryptResult) => void
  readonly reject: (fault: Error) => void
  /** Threads that took it so far. */
  tries: number
}

/** One hashing thread and the jobs it has taken. */
export interface BcryptThread {
  load(): number
  take(pending: Pending): void
  end(): Promise<unknown>
}

/** The memory a thread gets: it holds no more than two passwords at a time. */
const LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 }

/** Starts one hashing worker, with an empty environment: it needs no secret of ours. */
export const startBcryptWorker = (): Worker =>
  new Worker(new URL('./bcrypt-worker.mjs', import.meta.url), {
    name: 'bcrypt',
    env: {},
    resourceLimits: LIMITS,
  })

/**
 * Wraps a worker. `onFree` runs after each result; `onDeath` gets the jobs that died with it. An
 * idle thread does not keep the process alive, a working one does.
 */
export const bcryptThread = (
  worker: Worker,
  onFree: () => void,
  onDeath: (thread: BcryptThread, left: readonly Pending[], fault: Error) => void,
): BcryptThread => {
  const taken = new Map<number, Pending>()
  let fault = new Error('a hashing thread ended')

  const thread: BcryptThread = {
    load: () => taken.size,
    take(pending) {
      pending.tries += 1
      taken.set(pending.job.id, pending)
      worker.ref()
      worker.postMessage(pending.job)
    },
    end: () => worker.terminate(),
  }

  worker.unref()
  worker.on('message', (result: BcryptResult) => {
    const pending = taken.get(result.id)
    taken.delete(result.id)
    onFree()
    if (taken.size === 0) worker.unref()
    pending?.resolve(result)
  })
  worker.on('error', (cause) => {
    fault = new Error('a hashing thread failed', { cause })
  })
  worker.on('exit', () => onDeath(thread, [...taken.values()], fault))
  return thread
}
