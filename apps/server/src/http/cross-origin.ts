import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problems.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses state-changing requests from pages of other origins, signed in or not (http-api.md 2).
 *
 * `Sec-Fetch-Site: same-origin` or `none` passes; anything else passes only with a listed `Origin`;
 * with neither header the caller is no browser. Whatever `Authorization` says changes nothing.
 */
export const refuseCrossOrigin = (app: FastifyInstance, allowed: ReadonlySet<string>): void => {
  app.addHook('onRequest', async (request, reply) => {
    if (SAFE.has(request.method)) return
    const { 'sec-fetch-site': site, origin } = request.headers
    if (site === undefined && origin === undefined) return
    if (site === 'same-origin' || site === 'none') return
    if (origin !== undefined && allowed.has(origin)) return
    return sendProblem(reply, 'cross_origin_refused')
  })
}
