import { signIn } from '@latchkey/contract'
import type { refreshSession } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import type { Cookies } from './cookies.ts'
import type { Deliver } from './deliver.ts'
import { refreshProblems } from './session.problems.ts'

export const refreshRoute =
  (
    refresh: ReturnType<typeof refreshSession>,
    deliver: Deliver,
    cookies: Cookies,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/refresh-token', { schema: signIn.refresh }, async (request, reply) => {
      const inBody = request.body?.refreshToken
      const presented = inBody ?? cookies.read(request, 'refresh')
      const inCookies = deliver.wantsCookies(request, inBody === undefined && presented !== null)
      const outcome = await refresh(presented ?? '', originOf(request))
      if (outcome.ok)
        return {
          success: true as const,
          ...deliver.tokens(reply, outcome, inCookies),
          ...(inCookies && { message: 'The session goes on.' }),
        }
      return sendProblem(reply, refreshProblems[outcome.reason])
    })
  }
