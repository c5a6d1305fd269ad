import { access } from '@latchkey/contract'
import { ADMIN_ROLE, type setUpAdministrator, type UserStore } from '@latchkey/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { sendPasswordRefusal } from '../password/password.problems.ts'
import type { Deliver } from '../session/deliver.ts'
import { setUpProblems } from './access.problems.ts'

export const setupRoute =
  (
    setUp: ReturnType<typeof setUpAdministrator>,
    users: Pick<UserStore, 'anyoneHas'>,
    deliver: Deliver,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    /** Closed for ever once there is an administrator, whatever was sent. */
    const onlyBefore = async (_request: FastifyRequest, reply: FastifyReply) => {
      if (await users.anyoneHas(ADMIN_ROLE)) return sendProblem(reply, 'not_found')
    }
    app.get('/api/setup', { schema: access.setupOpen, onRequest: onlyBefore }, async () => ({
      success: true as const,
      message: 'There is no administrator yet.',
    }))
    const route = { schema: access.setup, onRequest: onlyBefore }
    app.post('/api/setup', route, async (request, reply) => {
      const { token, password, ...input } = request.body
      const outcome = await setUp(token, input, password, originOf(request))
      if (outcome.ok) {
        reply.code(201)
        return deliver.signedIn(reply, outcome, deliver.wantsCookies(request))
      }
      if (outcome.reason === 'overloaded' || outcome.reason === 'password_refused')
        return sendPasswordRefusal(reply, outcome)
      return sendProblem(reply, setUpProblems[outcome.reason])
    })
  }
