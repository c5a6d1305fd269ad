import { password } from '@latchkey/contract'
import type { resetPassword } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import type { Deliver } from '../session/deliver.ts'
import { resetProblems, sendPasswordRefusal } from './password.problems.ts'

export const resetRoute =
  (reset: ReturnType<typeof resetPassword>, deliver: Deliver): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/reset-password', { schema: password.reset }, async (request, reply) => {
      const outcome = await reset(request.body.token, request.body.password, originOf(request))
      if (outcome.ok) return deliver.signedIn(reply, outcome, deliver.wantsCookies(request))
      if (outcome.reason === 'overloaded' || outcome.reason === 'password_refused')
        return sendPasswordRefusal(reply, outcome)
      return sendProblem(reply, resetProblems[outcome.reason])
    })
  }
