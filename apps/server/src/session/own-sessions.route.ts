import { sessions as contract } from '@latchkey/contract'
import type { Clock, endOtherSessions, endOwnSession, SessionStore } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { validate as isUuid } from 'uuid'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { type Authenticate, callerOf } from './authenticate.ts'
import { presentSession } from './present-session.ts'

interface Deps {
  readonly sessions: Pick<SessionStore, 'live'>
  readonly endOwnSession: ReturnType<typeof endOwnSession>
  readonly endOtherSessions: ReturnType<typeof endOtherSessions>
  readonly authenticate: Authenticate
  readonly clock: Clock
}

/** Where the caller is signed in (http-api.md 4). */
export const ownSessionsRoutes =
  ({
    sessions,
    endOwnSession,
    endOtherSessions,
    authenticate,
    clock,
  }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const signedIn = { onRequest: authenticate.requireSession }

    const listing = { ...signedIn, schema: contract.ownSessions }
    app.get('/api/users/me/sessions', listing, async (request) => {
      const { userId, sessionId } = callerOf(request)
      const live = await sessions.live(userId, clock.now())
      return {
        success: true as const,
        sessions: live.map((session) => presentSession(session, sessionId)),
      }
    })

    const endingOne = { ...signedIn, schema: contract.endOwnSession }
    app.delete('/api/users/me/sessions/:id', endingOne, async (request, reply) => {
      const { id } = request.params
      if (!isUuid(id)) return sendProblem(reply, 'not_found')
      const outcome = await endOwnSession(callerOf(request).userId, id, originOf(request))
      if (!outcome.ok) return sendProblem(reply, 'not_found')
      return { success: true as const, message: 'The session has ended.' }
    })

    const endingOthers = { ...signedIn, schema: contract.endOtherSessions }
    app.delete('/api/users/me/sessions', endingOthers, async (request) => {
      const { userId, sessionId } = callerOf(request)
      await endOtherSessions(userId, sessionId, originOf(request))
      return { success: true as const, message: 'Your other sessions have ended.' }
    })
  }
