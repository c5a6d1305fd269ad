import { registration } from '@latchkey/contract'
import type { amendRegistration, limitedResend } from '@latchkey/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { definedOnly } from '../http/defined-only.ts'
import { sendLimited } from '../http/limited.ts'
import { sendProblem } from '../http/problems.ts'
import type { CallerOf } from '../protection/caller-of.ts'
import type { Cookies } from '../session/cookies.ts'

interface Deps {
  readonly resend: ReturnType<typeof limitedResend>
  readonly amend: ReturnType<typeof amendRegistration>
  readonly cookies: Cookies
  readonly callerOf: CallerOf
}

/** What may be done with a staged sign-up before its address is proven. */
export const stagedRoutes =
  ({ resend, amend, cookies, callerOf }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const tokenOf = (request: FastifyRequest, inBody: string | undefined) =>
      inBody ?? cookies.read(request, 'registration')

    const sayMissing = (reply: FastifyReply) =>
      sendProblem(reply, 'validation_failed', {
        errors: [{ path: 'registrationToken', code: 'required', message: 'is missing' }],
      })

    const resending = { schema: registration.resend }
    app.post('/api/auth/resend-verification', resending, async (request, reply) => {
      const token = tokenOf(request, request.body?.registrationToken)
      if (token === null) return sayMissing(reply)
      const spent = await resend(token, callerOf(request))
      if (spent) return sendLimited(reply, spent)
      reply.code(202)
      const message = 'If the sign-up is still open, its mail is on its way again.'
      return { success: true as const, message }
    })

    app.patch('/api/auth/register', { schema: registration.amend }, async (request, reply) => {
      const { registrationToken, ...changes } = request.body
      const token = tokenOf(request, registrationToken)
      if (token === null) return sayMissing(reply)
      await amend(token, definedOnly(changes))
      return { success: true as const, message: 'Kept for this sign-up.' }
    })
  }
