import cluster, { type Worker } from 'node:cluster'
import type { Config, Logger } from '@latchkey/process'
import { claimPort } from './listen.ts'
import { endInOrder } from './orderly-end.ts'

const SHORTEST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000
/** Deaths within this time count towards a longer pause. */
const MEMORY_MS = 60_000

/** What a worker tells its primary once it serves. */
export const READY = 'ready'

/** How long to wait before a dead worker is replaced, given how many died within the last minute. */
const pauseAfterDeaths = (deaths: number): number =>
  Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** (deaths - 1))

/**
 * Runs `WORKERS` processes that serve on one port, and replaces one that dies. The first must serve
 * before the others are started: when it ends before, so does the primary, with its code, for what
 * was wrong has been told. A primary that is killed takes its workers with it: each ends when the
 * channel to it breaks (ADR 0031).
 */
export const superviseWorkers = async (config: Config, log: Logger): Promise<void> => {
  await claimPort(config)
  // So that a figure that nobody knows, which is NaN, arrives as such.
  cluster.setupPrimary({ serialization: 'advanced' })
  if (config.metrics)
    await (await import('../metrics/serve-figures.ts')).serveWorkersFigures(config.metrics)
  const living = new Set<Worker>()
  const deaths: number[] = []
  let hasServed = false
  let isEnding = false
  let worstCode = 0
  const allGone = Promise.withResolvers<void>()
  const fork = (): void => {
    if (!isEnding) living.add(cluster.fork())
  }
  cluster.on('message', (_worker, message) => {
    if (message !== READY || hasServed) return
    hasServed = true
    for (let count = 1; count < config.workers; count++) fork()
  })
  cluster.on('exit', (worker, code, signal) => {
    living.delete(worker)
    if (isEnding) {
      // One that has not begun yet dies of the signal.
      worstCode = Math.max(worstCode, code ?? (signal === 'SIGTERM' ? 0 : 1))
      if (living.size === 0) allGone.resolve()
      return
    }
    if (!hasServed) process.exit(code ?? 1)
    const now = performance.now()
    deaths.push(now)
    while (now - (deaths[0] ?? now) > MEMORY_MS) deaths.shift()
    const { pid } = worker.process
    log.warn({ worker: pid, code, signal }, 'a worker ended; another one takes its place')
    setTimeout(fork, pauseAfterDeaths(deaths.length))
  })
  endInOrder({ config, log, isWorker: false }, async () => {
    isEnding = true
    if (living.size === 0) return
    for (const worker of living) worker.process.kill('SIGTERM')
    await allGone.promise
    if (worstCode !== 0) throw new Error(`a worker ended with ${worstCode}`)
  })
  fork()
}
