import { signIn } from '@latchkey/contract'
import type { logIn } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendLimited } from '../http/limited.ts'
import { sendProblem } from '../http/problems.ts'
import { sendOverloaded } from '../password/password.problems.ts'
import type { CallerOf } from '../protection/caller-of.ts'
import type { Deliver } from './deliver.ts'
import { loginProblems } from './session.problems.ts'

export const loginRoute =
  (login: ReturnType<typeof logIn>, deliver: Deliver, callerOf: CallerOf): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/login', { schema: signIn.login }, async (request, reply) => {
      const { email, password } = request.body
      const outcome = await login(email, password, callerOf(request))
      if (outcome.ok) return deliver.signedIn(reply, outcome, deliver.wantsCookies(request))
      if (outcome.reason === 'overloaded') return sendOverloaded(reply, outcome)
      if (outcome.reason === 'budget_spent') return sendLimited(reply, outcome)
      return sendProblem(reply, loginProblems[outcome.reason])
    })
  }
