import { user as contract } from '@latchkey/contract'
import { isDisabled, type UserStore } from '@latchkey/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { type Authenticate, callerOf } from '../session/authenticate.ts'
import type { Cookies } from '../session/cookies.ts'
import { presentUser } from './present-user.ts'

/**
 * Who calls. A page that opens asks for the status, where nobody is an answer and no failure: an
 * error is logged by the browser of every visitor.
 */
export const meRoutes =
  (
    users: Pick<UserStore, 'find'>,
    authenticate: Authenticate,
    cookies: Cookies,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    const ofCaller = async (request: FastifyRequest, reply: FastifyReply) => {
      const user = await users.find(callerOf(request).userId)
      if (!user || isDisabled(user)) return sendProblem(reply, 'unauthenticated')
      return { success: true as const, user: presentUser(user) }
    }
    const onlySignedIn = { schema: contract.currentUser, onRequest: authenticate.requireSession }
    app.get('/api/auth/me', onlySignedIn, ofCaller)

    const sendsToken = (request: FastifyRequest): boolean =>
      request.headers.authorization !== undefined ||
      cookies.read(request, 'access') !== null ||
      cookies.read(request, 'refresh') !== null
    const signedInOrNobody = {
      schema: contract.signInStatus,
      onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
        if (sendsToken(request)) return authenticate.requireSession(request, reply)
      },
    }
    app.get('/api/auth/status', signedInOrNobody, async (request, reply) =>
      request.caller ? ofCaller(request, reply) : { success: true as const, user: null },
    )
  }
