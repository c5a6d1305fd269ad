import cluster from 'node:cluster'
import { answerPaths, type Listening } from '@latchkey/process'
import { AggregatorRegistry } from 'prom-client'
import { fail } from '../commands/console.ts'
import { type ServerFigures, serverFigures } from './server-figures.ts'

/** Makes the figures of this process and lets Prometheus read them: of a worker by its primary. */
export const startFigures = async (where: Listening): Promise<ServerFigures> => {
  const figures = serverFigures({ now: () => new Date() })
  const { register } = figures
  if (cluster.isWorker) {
    AggregatorRegistry.setRegistries(register)
    // Making one is what answers the primary from now on.
    new AggregatorRegistry()
  } else await serveFigures(where, () => register.metrics(), register.contentType)
  return figures
}

/** Serves the figures of all workers, gathered: counts are added up, of delays there is the mean. */
export const serveWorkersFigures = (where: Listening): Promise<void> => {
  const gathered = new AggregatorRegistry()
  return serveFigures(where, () => gathered.clusterMetrics(), gathered.contentType)
}

/** Ends the process with a sentence when nothing can listen there. */
const serveFigures = async (
  where: Listening,
  text: () => Promise<string>,
  type: string,
): Promise<void> => {
  try {
    await answerPaths(where, {
      '/metrics': async () => ({ status: 200, type, body: await text() }),
    })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    fail(`METRICS_HOST and METRICS_PORT cannot be used: ${code}`)
  }
}
