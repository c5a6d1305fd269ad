import { password } from '@latchkey/contract'
import type { limitedReset } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendLimited } from '../http/limited.ts'
import type { CallerOf } from '../protection/caller-of.ts'

export const forgotRoute =
  (request: ReturnType<typeof limitedReset>, callerOf: CallerOf): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/forgot-password', { schema: password.forgot }, async (req, reply) => {
      const spent = await request(req.body.email, callerOf(req))
      if (spent) return sendLimited(reply, spent)
      reply.code(202)
      const message =
        'If the address has an account, a link to choose a new password is on its way.'
      return { success: true as const, message }
    })
  }
