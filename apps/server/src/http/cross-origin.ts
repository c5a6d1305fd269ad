import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problems.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A reading that is recorded, or leaves a file with its reader: no page of another site may cause it. */
    isTaking?: true
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses state-changing requests from pages of other origins, signed in or not (http-api.md 2).
 *
 * `Sec-Fetch-Site: same-origin` or `none` passes; anything else passes only with a listed `Origin`;
 * with neither header the caller is no browser. Whatever `Authorization` says changes nothing.
 * Reading needs no proof, but for what `isTaking`: a link on another site would take the cookie along.
 */
export const refuseCrossOrigin = (app: FastifyInstance, allowed: ReadonlySet<string>): void => {
  app.addHook('onRequest', async (request, reply) => {
    const { 'sec-fetch-site': site, origin } = request.headers
    const isTaken = request.routeOptions.config.isTaking === true && site === 'cross-site'
    if (SAFE.has(request.method) && !isTaken) return
    if (site === undefined && origin === undefined) return
    if (site === 'same-origin' || site === 'none') return
    if (origin !== undefined && allowed.has(origin)) return
    return sendProblem(reply, 'cross_origin_refused')
  })
}
