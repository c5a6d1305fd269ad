import * as z from 'zod'

/** Every `code` a failure can carry: stable, for programs to branch on (http-api.md 1). */
export const PROBLEM_CODES = [
  'address_taken',
  'cross_origin_refused',
  'forbidden',
  'internal_error',
  'invalid_credentials',
  'invalid_or_expired_token',
  'invalid_otp',
  'invalid_refresh_token',
  'last_administrator',
  'mail_over',
  'method_not_allowed',
  'not_found',
  'overloaded',
  'payload_too_large',
  'proof_required',
  'rate_limited',
  'reauthentication_required',
  'registration_disabled',
  'request_timeout',
  'role_built_in',
  'role_in_use',
  'role_taken',
  'setting_locked',
  'setting_outdated',
  'unauthenticated',
  'unavailable',
  'unsupported_media_type',
  'user_disabled',
  'validation_failed',
] as const

export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** What is wrong with one field. For a refused password `code` is one of the password rules. */
export const fieldError = z.object({
  path: z.string().meta({ description: 'Dotted path of the field, such as `email`' }),
  code: z.string(),
  message: z.string(),
})

/** A failure: RFC 9457 problem details with our extension members. */
export const problem = z
  .object({
    type: z.string().meta({ format: 'uri-reference' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'The path of the request' }),
    success: z.literal(false),
    code: z.enum(PROBLEM_CODES),
    message: z.string().meta({ description: 'The same text as `detail`' }),
    requestId: z.string(),
    errors: z.array(fieldError).optional(),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof problem>

/** The responses of the given failure statuses, for a route's schema. */
export const failures = <const S extends number>(...statuses: readonly S[]) =>
  Object.fromEntries(statuses.map((status) => [status, problem])) as Record<S, typeof problem>
