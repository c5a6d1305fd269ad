import type { Budget } from '@latchkey/core'
import type { FastifyReply } from 'fastify'
import { sendProblem } from './problems.ts'

interface SpentBudget {
  readonly budget: Budget
  readonly retryAfterSeconds: number
}

/** 429 with the fields that tell a client how long to wait (draft-ietf-httpapi-ratelimit-headers). */
export const sendLimited = (reply: FastifyReply, { budget, retryAfterSeconds }: SpentBudget) => {
  const { name, limit, windowSeconds } = budget
  reply.header('ratelimit-policy', `"${name}";q=${limit};w=${windowSeconds}`)
  reply.header('ratelimit', `"${name}";r=0;t=${retryAfterSeconds}`)
  return sendProblem(reply, 'rate_limited', { retryAfterSeconds })
}
