import { registration } from '@latchkey/contract'
import type { verifyEmail } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { sendOverloaded } from '../password/password.problems.ts'
import type { Cookies } from '../session/cookies.ts'
import type { Deliver } from '../session/deliver.ts'
import { verifyProblems } from './registration.problems.ts'

export const verifyRoute =
  (
    verify: ReturnType<typeof verifyEmail>,
    deliver: Deliver,
    cookies: Cookies,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/auth/verify-email', { schema: registration.verify }, async (request, reply) => {
      const inBody = request.body.registrationToken
      const inCookie = inBody === undefined ? cookies.read(request, 'registration') : null
      const claim = { ...request.body, registrationToken: inBody ?? inCookie ?? undefined }
      const outcome = await verify(claim, originOf(request))
      if (outcome.ok) {
        if (inCookie !== null) cookies.clear(reply, 'registration')
        const inCookies = deliver.wantsCookies(request, inCookie !== null)
        return deliver.signedIn(reply, outcome, inCookies)
      }
      if (outcome.reason === 'overloaded') return sendOverloaded(reply, outcome)
      return sendProblem(reply, verifyProblems[outcome.reason])
    })
  }
