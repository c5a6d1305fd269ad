import { registration } from '@latchkey/contract'
import type { limitedRegister } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendLimited } from '../http/limited.ts'
import { sendProblem } from '../http/problems.ts'
import { detailsOf } from '../password/password.problems.ts'
import type { CallerOf } from '../protection/caller-of.ts'
import type { Deliver } from '../session/deliver.ts'
import { registerProblems } from './registration.problems.ts'

export const registerRoute =
  (
    register: ReturnType<typeof limitedRegister>,
    deliver: Deliver,
    callerOf: CallerOf,
    localeOf: (acceptLanguage: string | undefined) => string,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/register', { schema: registration.register }, async (request, reply) => {
      const { email, password, firstName, lastName, username, phone } = request.body
      const profile = {
        firstName: firstName ?? null,
        lastName: lastName ?? null,
        username: username ?? null,
        phone: phone ?? null,
        preferences: {},
      }
      const locale = localeOf(request.headers['accept-language'])
      const outcome = await register({ email, password, profile, locale }, callerOf(request))
      if (outcome.ok) {
        reply.code(202)
        return {
          success: true as const,
          message: 'Check your mail: it has a link and a code to go on with.',
          ...deliver.registration(reply, outcome, deliver.wantsCookies(request)),
          expiresAt: outcome.expiresAt.toISOString(),
        }
      }
      if (outcome.reason === 'budget_spent') return sendLimited(reply, outcome)
      return sendProblem(reply, registerProblems[outcome.reason], detailsOf(outcome))
    })
  }
