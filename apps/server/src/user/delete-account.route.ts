import { deletion } from '@latchkey/contract'
import type { deleteOwnAccount } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { sendReauthenticationRefusal } from '../password/reauthentication.problems.ts'
import type { CallerOf } from '../protection/caller-of.ts'
import { type Authenticate, callerOf as claimsOf } from '../session/authenticate.ts'
import type { Cookies } from '../session/cookies.ts'

interface Deps {
  readonly deleteOwnAccount: ReturnType<typeof deleteOwnAccount>
  readonly authenticate: Authenticate
  readonly callerOf: CallerOf
  readonly cookies: Cookies
}

export const deleteAccountRoute =
  ({ deleteOwnAccount, authenticate, callerOf, cookies }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const onlySignedIn = {
      schema: deletion.deleteOwnAccount,
      onRequest: authenticate.requireSession,
    }
    app.delete('/api/users/me', onlySignedIn, async (request, reply) => {
      const { userId, sessionId } = claimsOf(request)
      const password = request.body?.password ?? undefined
      const outcome = await deleteOwnAccount({ userId, sessionId, password }, callerOf(request))
      if (!outcome.ok)
        return outcome.reason === 'last_administrator'
          ? sendProblem(reply, 'last_administrator')
          : sendReauthenticationRefusal(reply, outcome, 'password')
      if (request.headers.cookie !== undefined)
        for (const name of ['access', 'refresh', 'device'] as const) cookies.clear(reply, name)
      return { success: true as const, message: 'Your account is deleted.' }
    })
  }
