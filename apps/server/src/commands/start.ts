import cluster from 'node:cluster'
import { createLogger } from '@latchkey/process'
import { configOrExit, orExplain } from './console.ts'

/** `latchkey start`: migrates, serves, and stops without losing an accepted request. */
export const start = (): Promise<void> =>
  orExplain(async () => {
    const config = configOrExit()
    const log = createLogger({ level: config.logLevel, isProduction: config.production })
    // What only one of them needs is not loaded by the other.
    if (config.workers > 1 && cluster.isPrimary)
      return (await import('./supervise-workers.ts')).superviseWorkers(config, log)
    return (await import('./serve.ts')).serve(config, log)
  })
