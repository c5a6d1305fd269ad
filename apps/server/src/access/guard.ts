import type { AccessStore, Actor, Permission } from '@latchkey/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { type Authenticate, callerOf } from '../session/authenticate.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Without which the route is refused. Every route of the admin API has one. */
    permission?: Permission
  }
}

interface Deps {
  readonly authenticate: Authenticate
  readonly access: Pick<AccessStore, 'find'>
  readonly recordRefusedAccess: (actor: Actor, permission: Permission | null) => Promise<void>
}

const ADMINISTRATION = /^\/api\/admin(?:\/|$)/

/**
 * Checks who calls the admin API before anything else of the request is looked at (http-api.md 5):
 * 401 without a session, 403 without the permission, also for paths and methods that are not there.
 * Roles and state come from the database at every request, never from the token.
 */
export const guardAdministration = (
  app: FastifyInstance,
  { authenticate, access, recordRefusedAccess }: Deps,
): void => {
  app.addHook('onRoute', ({ url, config }) => {
    if (ADMINISTRATION.test(url) && !config?.permission)
      throw new Error(`The route ${url} does not say which permission it needs.`)
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!ADMINISTRATION.test(pathOf(request))) return
    await authenticate.requireSession(request, reply)
    if (reply.sent) return reply
    const { userId } = callerOf(request)
    const caller = await access.find(userId)
    if (!caller || caller.isDisabled) return sendProblem(reply, 'unauthenticated')
    const { permission = null } = request.routeOptions.config
    const { permissions } = caller
    if (permission === null ? permissions.size > 0 : permissions.has(permission)) return
    await recordRefusedAccess({ userId, origin: originOf(request) }, permission)
    return sendProblem(reply, 'forbidden')
  })
}

/** The path of the route, however the request spelled it; of a request for none, its own. */
const pathOf = ({ routeOptions, url }: FastifyRequest): string =>
  routeOptions.url ?? decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '/')
