import { user as contract } from '@latchkey/contract'
import { isDisabled, type UserStore } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { type Authenticate, callerOf } from '../session/authenticate.ts'
import { presentUser } from './present-user.ts'

export const meRoute =
  (users: Pick<UserStore, 'find'>, authenticate: Authenticate): FastifyPluginAsyncZod =>
  async (app) => {
    const onlySignedIn = { schema: contract.currentUser, onRequest: authenticate.requireSession }
    app.get('/api/auth/me', onlySignedIn, async (request, reply) => {
      const user = await users.find(callerOf(request).userId)
      if (!user || isDisabled(user)) return sendProblem(reply, 'unauthenticated')
      return { success: true as const, user: presentUser(user) }
    })
  }
