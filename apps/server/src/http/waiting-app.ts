import type { FastifyInstance } from 'fastify'
import { type AppOptions, createApp } from './app.ts'
import { healthRoutes, type Vitals } from './health.route.ts'
import { sendProblem } from './problems.ts'

/** Nothing can be done yet, and nothing is. */
const VITALS: Vitals = {
  database: async () => 'unhealthy',
  cache: async () => 'unhealthy',
  broker: () => 'unhealthy',
  mail: async () => 'unhealthy',
  isAccepting: () => false,
}

const HEALTH = /^\/(?:health|api\/health(?:\/live|\/ready)?)(?:\?|$)/

/**
 * What answers before the database has answered for the first time: alive, not ready, and 503 for
 * everything else. It keeps no connection open, so that its successor finds the port free.
 */
export const createWaitingApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const app = await createApp(options)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('connection', 'close')
    if (HEALTH.test(request.url)) return done()
    void sendProblem(reply, 'unavailable')
  })
  app.register(healthRoutes(VITALS, options.clock))
  return app
}
