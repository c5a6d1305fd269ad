import { type Budget, loginBudgets, requestBudgets } from '@latchkey/core'
import type { ReadSettings, Settings } from '@latchkey/core/rules'
import type { onRequestHookHandler } from 'fastify'
import { POLICY_FIELD, policyText } from '../http/limited.ts'

type Policies = (settings: Settings) => readonly Budget[]

const anonymous: Policies = (settings) => [requestBudgets(settings).anonymous]

const POLICIES: ReadonlyMap<string, Policies> = new Map([
  ['/api/auth/login', (settings) => Object.values(loginBudgets(settings))],
  [
    '/api/auth/register',
    (settings) => [requestBudgets(settings).register, requestBudgets(settings).anonymous],
  ],
  ['/api/auth/resend-verification', anonymous],
  ['/api/auth/forgot-password', anonymous],
  [
    '/api/auth/send-otp',
    (settings) => {
      const { otp, otpAddress, anonymous } = requestBudgets(settings)
      return [otp, otpAddress, anonymous]
    },
  ],
])

/**
 * Says on every answer of a call with limits what they are (draft-ietf-httpapi-ratelimit-headers).
 * How much of them is left it does not say: that would tell what others did with an address.
 */
export const limitPolicies =
  (settings: ReadSettings): onRequestHookHandler =>
  (request, reply, done) => {
    const policies =
      request.method === 'POST' ? POLICIES.get(request.routeOptions.url ?? '') : undefined
    if (policies) reply.header(POLICY_FIELD, policies(settings()).map(policyText).join(', '))
    done()
  }
