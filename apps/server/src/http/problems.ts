import { STATUS_CODES } from 'node:http'
import type { Problem, ProblemCode } from '@latchkey/contract'
import type { FastifyReply } from 'fastify'
import { PROBLEMS } from './problem-texts.ts'

interface Extra {
  readonly detail?: string
  readonly errors?: Problem['errors']
  /** Whole seconds; 429 and 503 always carry it, 1 when nothing better is known. */
  readonly retryAfterSeconds?: number
}

/** The body of a failure (RFC 9457). */
export const problemBody = (
  code: ProblemCode,
  { path, requestId }: { readonly path: string; readonly requestId: string },
  { detail = PROBLEMS[code][1], errors }: Extra = {},
): Problem => ({
  type: `urn:latchkey:problem:${code}`,
  title: STATUS_CODES[PROBLEMS[code][0]] ?? 'Error',
  status: PROBLEMS[code][0],
  detail,
  instance: path,
  success: false,
  code,
  message: detail,
  requestId,
  ...(errors && { errors }),
})

/** Answers with a failure: the only way any route says no. */
export const sendProblem = (reply: FastifyReply, code: ProblemCode, extra: Extra = {}) => {
  const { request } = reply
  const [status] = PROBLEMS[code]
  if (status === 429 || status === 503) reply.header('retry-after', extra.retryAfterSeconds ?? 1)
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  const path = request.url.split(/[?#]/, 1)[0] ?? '/'
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemBody(code, { path, requestId: request.id }, extra))
}
