import { STATUS_CODES } from 'node:http'
import type { Problem, ProblemCode } from '@latchkey/contract'
import type { FastifyReply } from 'fastify'

/** Status and standing text of every public code. A feature may give a more helpful `detail`. */
export const PROBLEMS = {
  address_taken: [409, 'This address is already a user.'],
  cross_origin_refused: [403, 'This request came from a web page of another origin.'],
  forbidden: [403, 'You may not do this.'],
  internal_error: [500, 'Something went wrong on our side. Try again later.'],
  invalid_credentials: [401, 'E-mail or password is wrong.'],
  invalid_or_expired_token: [400, 'This link or code is not valid any more. Ask for a new one.'],
  invalid_otp: [401, 'This code is wrong or not valid any more. Ask for a new one.'],
  invalid_refresh_token: [401, 'This session has ended. Sign in again.'],
  method_not_allowed: [405, 'This address does not support that method.'],
  not_found: [404, 'There is nothing here.'],
  overloaded: [503, 'Too many sign-ins at once. Try again in a moment.'],
  payload_too_large: [413, 'The request is too large.'],
  proof_required: [403, 'Enter the password that you chose when you signed up.'],
  rate_limited: [429, 'Too many attempts. Try again later.'],
  registration_disabled: [403, 'Sign-up is closed.'],
  request_timeout: [408, 'The request took too long to arrive.'],
  unauthenticated: [401, 'Sign in first.'],
  unavailable: [503, 'The service cannot answer at the moment. Try again shortly.'],
  unsupported_media_type: [415, 'Send the body as application/json.'],
  validation_failed: [400, 'Some of what you sent is not valid.'],
} as const satisfies Record<ProblemCode, readonly [number, string]>

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
