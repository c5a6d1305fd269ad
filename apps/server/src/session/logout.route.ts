import { session } from '@latchkey/contract'
import type { logOut, logOutEverywhere, Secrets } from '@latchkey/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { originOf } from '../http/request-origin.ts'
import { type Authenticate, callerOf } from './authenticate.ts'
import type { Cookies } from './cookies.ts'

interface Deps {
  readonly logOut: ReturnType<typeof logOut>
  readonly logOutEverywhere: ReturnType<typeof logOutEverywhere>
  readonly authenticate: Authenticate
  readonly cookies: Cookies
  readonly secrets: Pick<Secrets, 'open'>
}

export const logoutRoutes =
  ({ logOut, logOutEverywhere, authenticate, cookies, secrets }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const sessionOf = async (request: FastifyRequest, inBody: string | undefined) => {
      const claims = await authenticate.sessionOf(authenticate.presented(request))
      const refresh = inBody ?? cookies.read(request, 'refresh')
      return claims?.sessionId ?? secrets.open('refresh', refresh ?? '')?.id
    }
    /** A caller that keeps no cookies gets none to clear (http-api.md 2). */
    const forget = (reply: FastifyReply): void => {
      if (reply.request.headers.cookie === undefined) return
      cookies.clear(reply, 'access')
      cookies.clear(reply, 'refresh')
    }

    app.post('/api/auth/logout', { schema: session.logout }, async (request, reply) => {
      const sessionId = await sessionOf(request, request.body?.refreshToken)
      if (sessionId) await logOut(sessionId, originOf(request))
      forget(reply)
      return { success: true as const, message: 'You are signed out.' }
    })

    const onlySignedIn = { schema: session.logoutAll, onRequest: authenticate.requireSession }
    app.post('/api/auth/logout-all', onlySignedIn, async (request, reply) => {
      await logOutEverywhere(callerOf(request).userId, originOf(request))
      forget(reply)
      return { success: true as const, message: 'You are signed out everywhere.' }
    })
  }
