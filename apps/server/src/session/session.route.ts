import { session } from '@latchkey/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type Authenticate, callerOf } from './authenticate.ts'

/** Answers from the token and the revocation list alone: also for nginx `auth_request`. */
export const sessionRoute =
  (authenticate: Authenticate): FastifyPluginAsyncZod =>
  async (app) => {
    const onlySignedIn = { schema: session.currentSession, onRequest: authenticate.requireSession }
    app.get('/api/auth/session', onlySignedIn, async (request) => {
      const { userId, sessionId, roles, amr, authTime, expiresAt } = callerOf(request)
      const times = { authTime: authTime.toISOString(), expiresAt: expiresAt.toISOString() }
      return { success: true as const, sub: userId, sid: sessionId, roles, amr, ...times }
    })
  }
