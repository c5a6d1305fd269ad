import { maskAddresses } from '@latchkey/process'
import type { FastifyInstance } from 'fastify'
import { originOf } from './request-origin.ts'

/** One line per request: never a path with its values, a query, a body or a header but the user agent. */
export const logRequests = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    const { ipAddress, method, endpoint, ...origin } = originOf(request)
    const userAgent = maskAddresses(origin.userAgent)
    const durationMs = Math.round(reply.elapsedTime * 10) / 10
    const status = reply.statusCode
    request.log.info(
      { method, route: endpoint || 'unknown', status, durationMs, ipAddress, userAgent },
      'request',
    )
  })
}
