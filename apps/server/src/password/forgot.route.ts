import { password } from '@latchkey/contract'
import type { requestPasswordReset } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { originOf } from '../http/request-origin.ts'

export const forgotRoute =
  (request: ReturnType<typeof requestPasswordReset>): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/forgot-password', { schema: password.forgot }, async (req, reply) => {
      await request(req.body.email, originOf(req))
      reply.code(202)
      const message =
        'If the address has an account, a link to choose a new password is on its way.'
      return { success: true as const, message }
    })
  }
