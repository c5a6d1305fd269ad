import { setTimeout as wait } from 'node:timers/promises'
import { processEnvironment } from '@latchkey/process'
import type { FastifyInstance } from 'fastify'

/** How long the end of a process waits for its last spans to be taken. */
const STOP_MS = 3000

/** Traces of the requests of this process, on their way to a collector. */
export interface Tracing {
  /** Begins to trace; to be called before the routes are registered. */
  watch(app: FastifyInstance): void
  /** Sends what is left, for at most three seconds. Never rejects. */
  stop(): Promise<void>
}

const setting = (name: string): string => processEnvironment()[name] ?? ''

/** Whether OpenTelemetry's own variables name a collector. */
export const isTraced = (): boolean =>
  (setting('OTEL_EXPORTER_OTLP_ENDPOINT') !== '' ||
    setting('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') !== '') &&
  setting('OTEL_SDK_DISABLED').toLowerCase() !== 'true'

/**
 * Starts to send spans, as the standard `OTEL_…` variables say. Nothing of the process or its machine
 * is told but `OTEL_SERVICE_NAME`, and nothing is traced but what we trace ourselves.
 */
export const startTracing = async (): Promise<Tracing> => {
  const [{ NodeSDK }, { traceRequests }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('./trace-requests.ts'),
  ])
  const sdk = new NodeSDK({
    serviceName: setting('OTEL_SERVICE_NAME') || 'latchkey',
    autoDetectResources: false,
    instrumentations: [],
    metricReaders: [],
    logRecordProcessors: [],
  })
  sdk.start()
  return {
    watch: traceRequests,
    stop: async () => {
      const stopped = sdk.shutdown().catch(() => undefined)
      await Promise.race([stopped, wait(STOP_MS, undefined, { ref: false })])
    },
  }
}
