import { account } from '@latchkey/contract'
import type { changePassword } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { CallerOf } from '../protection/caller-of.ts'
import { type Authenticate, callerOf as claimsOf } from '../session/authenticate.ts'
import { sendPasswordRefusal } from './password.problems.ts'
import { sendReauthenticationRefusal } from './reauthentication.problems.ts'

export const changePasswordRoute =
  (
    change: ReturnType<typeof changePassword>,
    authenticate: Authenticate,
    callerOf: CallerOf,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    const onlySignedIn = { schema: account.changePassword, onRequest: authenticate.requireSession }
    app.post('/api/users/me/password', onlySignedIn, async (request, reply) => {
      const { userId, sessionId } = claimsOf(request)
      const { currentPassword, newPassword } = request.body
      const wish = { userId, sessionId, currentPassword: currentPassword ?? undefined, newPassword }
      const outcome = await change(wish, callerOf(request))
      if (outcome.ok)
        return {
          success: true as const,
          message: 'Your password is changed. Other devices are signed out.',
        }
      if (outcome.reason === 'password_refused')
        return sendPasswordRefusal(reply, outcome, 'newPassword')
      return sendReauthenticationRefusal(reply, outcome, 'currentPassword')
    })
  }
