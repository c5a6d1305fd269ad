import { password } from '@latchkey/contract'
import type { acceptInvitation, resetPassword, Secrets } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import type { Deliver } from '../session/deliver.ts'
import { resetProblems, sendPasswordRefusal } from './password.problems.ts'

interface Deps {
  readonly reset: ReturnType<typeof resetPassword>
  readonly acceptInvitation: ReturnType<typeof acceptInvitation>
  readonly secrets: Pick<Secrets, 'open'>
}

/** Both links that lead to the page for a new password end here; the token says which one it is. */
export const resetRoute =
  ({ reset, acceptInvitation, secrets }: Deps, deliver: Deliver): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/reset-password', { schema: password.reset }, async (request, reply) => {
      const { token, password: chosen } = request.body
      const spend = secrets.open('invitation', token) ? acceptInvitation : reset
      const outcome = await spend(token, chosen, originOf(request))
      if (outcome.ok) return deliver.signedIn(reply, outcome, deliver.wantsCookies(request))
      if (outcome.reason === 'overloaded' || outcome.reason === 'password_refused')
        return sendPasswordRefusal(reply, outcome)
      return sendProblem(reply, resetProblems[outcome.reason])
    })
  }
