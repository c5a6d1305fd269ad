import { amqpConsumer, parseAmqpUrl } from '@latchkey/broker'
import type { Clock } from '@latchkey/core'
import type { Logger, MailerConfig } from '@latchkey/process'
import { mailMetrics } from './metrics.ts'
import { type OpenWorker, openWorker } from './open-worker.ts'
import { startStatusServer } from './status-server.ts'

/** Tickets that the broker hands out to one worker, most of them ahead of their turn. */
const PREFETCH = 20

/** A mail worker: it takes tickets from the broker, sends, and records what became of each mail. */
export interface Mailer {
  /**
   * Resolves when it works; waits for a database that is away or has no schema yet. Rejects with a
   * DatabaseProblem when an operator must mend something, and when it is stopped before.
   */
  readonly started: Promise<void>
  /** Finishes what is under way and gives back the rest, for at most 10 s. */
  stop(): Promise<void>
}

/** Makes one and starts it. Rejects when `METRICS_PORT` cannot be listened on. */
export const startMailer = async (config: MailerConfig, log: Logger): Promise<Mailer> => {
  const clock: Clock = { now: () => new Date() }
  const parsed = parseAmqpUrl(config.amqpUrl)
  if (!parsed.ok) throw new Error(parsed.problem)
  const consumer = amqpConsumer({ address: parsed.address, prefetch: PREFETCH, log })
  const stopping = new AbortController()
  const { signal } = stopping
  let worker: OpenWorker | null = null
  const metrics = mailMetrics(() => worker?.queue ?? null, clock)
  const status =
    config.metrics &&
    (await startStatusServer({
      ...config.metrics,
      dependencies: async () => ({
        database: (await worker?.isReady()) ? 'healthy' : 'unhealthy',
        broker: consumer.state(),
        mail: worker?.state() ?? 'healthy',
      }),
      metrics: metrics.text,
      isStopping: () => signal.aborted,
    }))

  const start = async () => {
    const onResult = metrics.note
    worker = await openWorker({ config, log, clock, consumer, signal, onResult })
  }
  const started = start()
  return {
    started,
    stop: async () => {
      stopping.abort()
      await started.catch(() => undefined)
      await worker?.stop()
      await status?.close()
    },
  }
}
