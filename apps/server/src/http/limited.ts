import type { Budget } from '@latchkey/core'
import type { FastifyReply } from 'fastify'
import { sendProblem } from './problems.ts'

interface SpentBudget {
  readonly budget: Budget
  readonly retryAfterSeconds: number
}

export const POLICY_FIELD = 'ratelimit-policy'

/** A limit as `RateLimit-Policy` says it. */
export const policyText = ({ name, limit, windowSeconds }: Budget): string =>
  `"${name}";q=${limit};w=${windowSeconds}`

/** 429 with the fields that tell a client how long to wait (draft-ietf-httpapi-ratelimit-headers). */
export const sendLimited = (reply: FastifyReply, { budget, retryAfterSeconds }: SpentBudget) => {
  reply.header(POLICY_FIELD, policyText(budget))
  reply.header('ratelimit', `"${budget.name}";r=0;t=${retryAfterSeconds}`)
  return sendProblem(reply, 'rate_limited', { retryAfterSeconds })
}
