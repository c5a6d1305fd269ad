import { account } from '@latchkey/contract'
import {
  type Clock,
  type CredentialStore,
  type changeProfile,
  type EmailChangeStore,
  isDisabled,
  type UserStore,
} from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { definedOnly } from '../http/defined-only.ts'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { type Authenticate, callerOf } from '../session/authenticate.ts'
import { presentUser } from './present-user.ts'

interface Deps {
  readonly users: Pick<UserStore, 'find'>
  readonly credentials: Pick<CredentialStore, 'findByEmail'>
  readonly emailChanges: Pick<EmailChangeStore, 'find'>
  readonly changeProfile: ReturnType<typeof changeProfile>
  readonly authenticate: Authenticate
  readonly clock: Clock
}

export const profileRoutes =
  ({
    users,
    credentials,
    emailChanges,
    changeProfile,
    authenticate,
    clock,
  }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const onRequest = authenticate.requireSession
    const read = { schema: account.profile, onRequest }
    app.get('/api/users/me', read, async (request, reply) => {
      const { userId, sessionId } = callerOf(request)
      const user = await users.find(userId)
      if (!user || isDisabled(user)) return sendProblem(reply, 'unauthenticated')
      const wish = await emailChanges.find(userId, clock.now())
      return {
        success: true as const,
        user: presentUser(user),
        hasPassword: Boolean((await credentials.findByEmail(user.emailCanonical))?.hash),
        emailChange:
          wish?.sessionId === sessionId
            ? { email: wish.email, expiresAt: wish.expiresAt.toISOString() }
            : null,
      }
    })

    const change = { schema: account.changeProfile, onRequest }
    app.patch('/api/users/me', change, async (request, reply) => {
      const { userId } = callerOf(request)
      const outcome = await changeProfile(userId, definedOnly(request.body), originOf(request))
      if (!outcome.ok) return sendProblem(reply, 'unauthenticated')
      return { success: true as const, user: presentUser(outcome.user) }
    })
  }
