import { sessions as contract } from '@latchkey/contract'
import type { Clock, endSessionsOf, SessionStore, UserStore } from '@latchkey/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { validate as isUuid } from 'uuid'
import { sendProblem } from '../http/problems.ts'
import { callerOf } from '../session/authenticate.ts'
import { presentSession } from '../session/present-session.ts'
import { endSessionsProblems } from './access.problems.ts'
import { actorOf } from './change-user.route.ts'
import { guarded } from './guarded.ts'

interface Deps {
  readonly users: Pick<UserStore, 'find'>
  readonly sessions: Pick<SessionStore, 'live'>
  readonly endSessionsOf: ReturnType<typeof endSessionsOf>
  readonly clock: Clock
}

/** Where users are signed in (http-api.md 5). */
export const userSessionsRoutes =
  ({ users, sessions, endSessionsOf, clock }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const end = async (
      request: FastifyRequest,
      reply: FastifyReply,
      { id, sessionId }: { readonly id: string; readonly sessionId?: string },
    ) => {
      if (!isUuid(id) || !isUuid(sessionId ?? id)) return sendProblem(reply, 'not_found')
      const outcome = await endSessionsOf(actorOf(request), id, sessionId)
      if (!outcome.ok) return sendProblem(reply, endSessionsProblems[outcome.reason])
      const message = sessionId ? 'The session has ended.' : 'The user is signed out everywhere.'
      return { success: true as const, message }
    }

    app.get(
      '/api/admin/users/:id/sessions',
      guarded(contract.sessionsOf),
      async (request, reply) => {
        const { id } = request.params
        const user = isUuid(id) ? await users.find(id) : null
        if (!user) return sendProblem(reply, 'not_found')
        const { sessionId } = callerOf(request)
        const live = await sessions.live(id, clock.now())
        return {
          success: true as const,
          sessions: live.map((session) => presentSession(session, sessionId)),
        }
      },
    )
    app.delete('/api/admin/users/:id/sessions', guarded(contract.endSessionsOf), (request, reply) =>
      end(request, reply, request.params),
    )
    app.delete(
      '/api/admin/users/:id/sessions/:sessionId',
      guarded(contract.endSessionOf),
      (request, reply) => end(request, reply, request.params),
    )
  }
