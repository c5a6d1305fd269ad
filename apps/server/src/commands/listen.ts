import cluster from 'node:cluster'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Config } from '@latchkey/process'
import type { FastifyInstance } from 'fastify'
import { fail } from './console.ts'

/**
 * Workers on Linux listen each for themselves, and the kernel spreads the connections. Where the
 * primary deals them out, one that is on its way to a worker as that dies is never closed.
 */
const sharing = (): object =>
  cluster.isWorker && process.platform === 'linux' ? { reusePort: true, exclusive: true } : {}

/** Listens where the configuration says; ends the process with a sentence when that cannot be. */
export const listen = async (
  app: FastifyInstance,
  { host, port }: Config,
  told = 'listening on',
): Promise<void> => {
  const listenTextResolver = (address: string): string => `${told} ${address}`
  try {
    await app.listen({ host, port, listenTextResolver, ...sharing() })
  } catch (error) {
    fail(listenProblem(error, host, port))
  }
}

/**
 * Ends the process with a sentence when nothing can listen there: workers that share a port would
 * share it with another program's workers too.
 */
export const claimPort = async ({ host, port }: Config): Promise<void> => {
  const probe = createServer().listen({ host, port, exclusive: true })
  try {
    await once(probe, 'listening')
  } catch (error) {
    fail(listenProblem(error, host, port))
  }
  probe.close()
  await once(probe, 'close')
}

const listenProblem = (error: unknown, host: string, port: number): string => {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    return `port ${port} is in use by another program; stop it, or choose another PORT`
  if (code === 'EACCES') return `port ${port} may not be opened; choose a PORT above 1023`
  return `cannot listen on ${host}:${port} (${code || error}); check HOST and PORT`
}
