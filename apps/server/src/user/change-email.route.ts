import { account } from '@latchkey/contract'
import type { confirmEmailChange, limitedEmailChange } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendLimited } from '../http/limited.ts'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { sendReauthenticationRefusal } from '../password/reauthentication.problems.ts'
import type { CallerOf } from '../protection/caller-of.ts'
import { type Authenticate, callerOf as claimsOf } from '../session/authenticate.ts'
import { emailChangeProblems } from './email-change.problems.ts'
import { presentUser } from './present-user.ts'

interface Deps {
  readonly requestEmailChange: ReturnType<typeof limitedEmailChange>
  readonly confirmEmailChange: ReturnType<typeof confirmEmailChange>
  readonly authenticate: Authenticate
  readonly callerOf: CallerOf
}

export const changeEmailRoutes =
  ({
    requestEmailChange,
    confirmEmailChange,
    authenticate,
    callerOf,
  }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const onRequest = authenticate.requireSession
    const ask = { schema: account.requestEmailChange, onRequest }
    app.post('/api/users/me/email', ask, async (request, reply) => {
      const { userId, sessionId } = claimsOf(request)
      const { newEmail: email, password } = request.body
      const wish = { userId, sessionId, email, password: password ?? undefined }
      const outcome = await requestEmailChange(wish, callerOf(request))
      if (!outcome.ok) return sendReauthenticationRefusal(reply, outcome, 'password')
      reply.code(202)
      const message = 'If the address can be yours, a code to confirm it is on its way.'
      return { success: true as const, message }
    })

    const confirm = { schema: account.confirmEmailChange, onRequest }
    app.post('/api/users/me/email/confirm', confirm, async (request, reply) => {
      const { userId, sessionId } = claimsOf(request)
      const claim = { userId, sessionId, code: request.body.code }
      const outcome = await confirmEmailChange(claim, originOf(request))
      if (outcome.ok) return { success: true as const, user: presentUser(outcome.user) }
      if (outcome.reason === 'budget_spent') return sendLimited(reply, outcome)
      return sendProblem(reply, emailChangeProblems[outcome.reason])
    })
  }
