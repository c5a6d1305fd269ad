import { otp } from '@latchkey/contract'
import type { limitedOtp } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendLimited } from '../http/limited.ts'
import type { CallerOf } from '../protection/caller-of.ts'
import type { Cookies } from '../session/cookies.ts'
import type { Deliver } from '../session/deliver.ts'

export const sendOtpRoute =
  (
    send: ReturnType<typeof limitedOtp>,
    deliver: Deliver,
    cookies: Cookies,
    callerOf: CallerOf,
    localeOf: (acceptLanguage: string | undefined) => string,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/send-otp', { schema: otp.send }, async (request, reply) => {
      const { email, otpToken: inBody } = request.body
      const inCookie = inBody === undefined ? cookies.read(request, 'otp') : null
      const otpToken = inBody ?? inCookie ?? undefined
      const locale = localeOf(request.headers['accept-language'])
      const sent = await send({ email, otpToken, locale }, callerOf(request))
      if (!sent.ok) return sendLimited(reply, sent)
      reply.code(202)
      return {
        success: true as const,
        message: 'If this address may sign in by code, a mail with one is on its way.',
        ...deliver.otp(reply, sent, deliver.wantsCookies(request, inCookie !== null)),
        expiresAt: sent.expiresAt.toISOString(),
      }
    })
  }
