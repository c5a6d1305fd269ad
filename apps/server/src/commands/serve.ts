import cluster from 'node:cluster'
import { type Config, type Logger, whenDatabaseAnswers } from '@latchkey/process'
import { isServerUrl } from '@latchkey/sql'
import type { FastifyInstance } from 'fastify'
import { prepareFirstAdministrator } from '../access/first-administrator.ts'
import { createWaitingApp } from '../http/waiting-app.ts'
import { openInstallation } from '../installation.ts'
import { startRedis } from '../start-redis.ts'
import { isTraced, startTracing } from '../tracing/start-tracing.ts'
import { useCases } from '../use-cases.ts'
import { printBanner } from './banner.ts'
import { listen } from './listen.ts'
import { endInOrder } from './orderly-end.ts'
import { appOptions, createServer } from './server.ts'
import { READY } from './supervise-workers.ts'

const UNTIL_THEN = 'Until then every request is answered 503.'

/** From then on a start is slow: the database hangs, or is being migrated. */
const SLOW_MS = 2_000

/**
 * Serves in this process: waits for the database, migrates it, listens. Of several workers the first
 * one does what is done once: the first administrator, the banner, the warnings.
 */
export const serve = async (config: Config, log: Logger): Promise<void> => {
  const { worker } = cluster
  const isFirst = (worker?.id ?? 1) === 1
  const { signal, closeBy } = endableBy(config, log, worker !== undefined)
  const patiently = <T>(work: () => Promise<T>, onAway?: () => Promise<void>): Promise<T> =>
    isServerUrl(config.database)
      ? whenDatabaseAnswers(work, { log, signal, meanwhile: UNTIL_THEN, ...(onAway && { onAway }) })
      : work()
  try {
    const figures = await figuresFor(config)
    const tracing = isTraced() ? await startTracing() : null
    const waiting = isFirst ? meanwhile(config, log) : NOBODY_WAITS
    closeBy(waiting.end)
    const { makeSetupLink, ...opened } = await patiently(
      () => open(config, log, isFirst),
      waiting.begin,
    )
    const server = await createServer({ ...opened, figures, tracing }, log)
    await waiting.end()
    if (signal.aborted) return
    closeBy(server.stop)
    await listen(server.app, config)
    if (isFirst) {
      printBanner(config, makeSetupLink ? await patiently(makeSetupLink) : null)
      for (const { name, message } of config.warnings) log.warn(`${name} ${message}`)
    }
    worker?.send(READY)
  } catch (error) {
    // Whoever was told to stop while it waited has nothing to report.
    if (!signal.aborted) throw error
  }
}

/** What only who reads figures needs is not loaded by others. */
const figuresFor = async ({ metrics }: Config) =>
  metrics && (await import('../metrics/serve-figures.ts')).startFigures(metrics)

/** Ties the end of the process to what is to be closed at the moment. */
const endableBy = (config: Config, log: Logger, isWorker: boolean) => {
  const ending = new AbortController()
  let close = async (): Promise<void> => undefined
  endInOrder({ config, log, isWorker }, async () => {
    ending.abort()
    await close()
  })
  return {
    signal: ending.signal,
    closeBy: (next: () => Promise<void>): void => {
      close = next
    },
  }
}

/** What answers until the database does: once it is found to be away, or when the start is slow. */
const meanwhile = (config: Config, log: Logger) => {
  let beginning: Promise<FastifyInstance> | null = null
  const listening = async (): Promise<FastifyInstance> => {
    const app = await createWaitingApp(appOptions(config, log))
    await listen(app, config, 'waiting for the database, and saying so on')
    return app
  }
  const begin = async (): Promise<void> => {
    beginning ??= listening()
    await beginning
  }
  const slow = setTimeout(() => void begin(), SLOW_MS).unref()
  return {
    begin,
    end: async (): Promise<void> => {
      clearTimeout(slow)
      await (await beginning)?.close()
    },
  }
}

/** Where other workers serve, one that does not yet would only say no to what they can do. */
const NOBODY_WAITS = { begin: async () => undefined, end: async () => undefined }

/** Everything that the database must answer for before anybody is served. */
const open = async (config: Config, log: Logger, isFirst: boolean) => {
  const installation = await openInstallation(config)
  const redis = await startRedis(installation, log)
  try {
    const cases = useCases(installation, redis)
    const makeSetupLink = isFirst ? await prepareFirstAdministrator(installation, cases) : null
    return { installation, redis, cases, makeSetupLink }
  } catch (error) {
    redis.stop()
    await installation.close()
    throw error
  }
}
