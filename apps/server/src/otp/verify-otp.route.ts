import { otp } from '@latchkey/contract'
import type { VerifyOtp } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendLimited } from '../http/limited.ts'
import { sendProblem } from '../http/problems.ts'
import type { CallerOf } from '../protection/caller-of.ts'
import type { Cookies } from '../session/cookies.ts'
import type { Deliver } from '../session/deliver.ts'
import { otpProblems } from './otp.problems.ts'

const BEGIN = 'Begin with POST /api/auth/send-otp: the otpToken of its answer is missing.'

export const verifyOtpRoute =
  (
    verify: VerifyOtp,
    deliver: Deliver,
    cookies: Cookies,
    callerOf: CallerOf,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/verify-otp', { schema: otp.verify }, async (request, reply) => {
      const { otpToken: inBody, firstName = null, lastName = null, ...typed } = request.body
      const inCookie = inBody === undefined ? cookies.read(request, 'otp') : null
      const otpToken = inBody ?? inCookie ?? undefined
      const claim = { ...typed, otpToken, names: { firstName, lastName } }
      const outcome = await verify(claim, callerOf(request))
      // Unless there are tries left, the browser had better begin anew.
      const isOver = outcome.ok || outcome.reason !== 'code_wrong'
      if (inCookie !== null && isOver) cookies.clear(reply, 'otp')
      if (outcome.ok)
        return deliver.signedIn(reply, outcome, deliver.wantsCookies(request, inCookie !== null))
      if (outcome.reason === 'budget_spent') return sendLimited(reply, outcome)
      const extra = outcome.reason === 'token_missing' ? { detail: BEGIN } : {}
      return sendProblem(reply, otpProblems[outcome.reason], extra)
    })
  }
