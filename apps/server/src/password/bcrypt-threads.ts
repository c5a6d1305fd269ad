import type { Worker } from 'node:worker_threads'
import type { BcryptResult, BcryptWork } from './bcrypt-job.ts'
import { type BcryptThread, bcryptThread, type Pending } from './bcrypt-thread.ts'

/** One job being computed and one behind it, so that a thread never waits for the event loop. */
const JOBS_PER_THREAD = 2
const MAX_TRIES = 2

/** Hashing threads behind one first-in-first-out queue. */
export interface BcryptThreads {
  /** Rejects when two threads in a row died over it, or after `close()`. */
  run(work: BcryptWork): Promise<BcryptResult>
  /** Jobs not yet done: `waiting` for a thread, `taken` by one. */
  depth(): { readonly waiting: number; readonly taken: number }
  /** Finishes every job, then ends the threads. */
  close(): Promise<void>
}

/**
 * Keeps `count` threads busy. A thread that dies is replaced when there is work, and its jobs go
 * back to the head of the queue, once.
 */
export const bcryptThreads = (count: number, startWorker: () => Worker): BcryptThreads => {
  const threads = new Set<BcryptThread>()
  const waiting: Pending[] = []
  const whenIdle = Promise.withResolvers<void>()
  let jobs = 0
  let closing = false

  const taken = (): number => [...threads].reduce((sum, thread) => sum + thread.load(), 0)

  const replaceMissing = (): void => {
    while (threads.size < count) threads.add(bcryptThread(startWorker(), deal, bury))
  }

  const bury = (thread: BcryptThread, left: readonly Pending[], fault: Error): void => {
    threads.delete(thread)
    for (const pending of left) if (pending.tries >= MAX_TRIES) pending.reject(fault)
    waiting.unshift(...left.filter(({ tries }) => tries < MAX_TRIES))
    deal()
  }

  /** Gives each waiting job to the thread that has least to do. */
  const deal = (): void => {
    if (waiting.length > 0) replaceMissing()
    for (let pending = waiting[0]; pending; pending = waiting[0]) {
      const [freest] = [...threads].sort((a, b) => a.load() - b.load())
      if (!freest || freest.load() >= JOBS_PER_THREAD) return
      waiting.shift()
      freest.take(pending)
    }
    if (closing && taken() === 0) whenIdle.resolve()
  }

  return {
    run(work) {
      if (closing) return Promise.reject(new Error('the hashing threads are closed'))
      const { promise, resolve, reject } = Promise.withResolvers<BcryptResult>()
      jobs += 1
      waiting.push({ job: { ...work, id: jobs }, resolve, reject, tries: 0 })
      deal()
      return promise
    },
    depth: () => ({ waiting: waiting.length, taken: taken() }),
    async close() {
      closing = true
      deal()
      await whenIdle.promise
      await Promise.all([...threads].map((thread) => thread.end()))
    },
  }
}
