import type { ProblemCode } from '@latchkey/contract'
import type {
  InvitationRefusal,
  Overloaded,
  PasswordRefused,
  Refused,
  ResetRefusal,
} from '@latchkey/core'
import { MAX_PASSWORD_LENGTH, type PasswordViolation } from '@latchkey/core/rules'
import type { FastifyReply } from 'fastify'
import { sendProblem } from '../http/problems.ts'

/** Of both links that lead to the page for a new password: a reset and an invitation. */
export const resetProblems = {
  reset_unknown: 'invalid_or_expired_token',
  invitation_unknown: 'invalid_or_expired_token',
  inviter_may_not: 'invalid_or_expired_token',
  address_taken: 'invalid_or_expired_token',
  user_gone: 'invalid_or_expired_token',
  user_disabled: 'invalid_or_expired_token',
  address_unproven: 'invalid_or_expired_token',
  proof_outdated: 'invalid_or_expired_token',
} as const satisfies Record<(ResetRefusal | InvitationRefusal)['reason'], ProblemCode>

/** The reason of every refusal, as a person reads it (NIST SP 800-63B-4 §3.1.1.2). */
export const VIOLATIONS = {
  too_short: 'is too short',
  too_long: `is longer than ${MAX_PASSWORD_LENGTH} characters`,
  no_upper: 'needs an upper-case letter',
  no_lower: 'needs a lower-case letter',
  no_digit: 'needs a digit',
  no_special: 'needs a character that is neither letter nor digit',
  common: 'is too common',
  breached: 'is known from a data breach',
  context: 'is little more than your name, your address or the name of this service',
  reused: 'was used before',
} as const satisfies Record<PasswordViolation, string>

/** What a refusal tells beside its code: which rules a password breaks, or when to come back. */
export const detailsOf = (
  refusal: Refused<string> | PasswordRefused | Overloaded,
  path = 'password',
) => {
  if ('retryAfterSeconds' in refusal) return { retryAfterSeconds: refusal.retryAfterSeconds }
  if (!('violations' in refusal)) return {}
  const errors = refusal.violations.map((code) => ({
    path,
    code,
    message: VIOLATIONS[code],
  }))
  return { detail: 'Choose another password.', errors }
}

export const sendOverloaded = (reply: FastifyReply, refusal: Overloaded) =>
  sendProblem(reply, 'overloaded', detailsOf(refusal))

/** The two refusals of everything that takes a new password. */
export const sendPasswordRefusal = (
  reply: FastifyReply,
  refusal: PasswordRefused | Overloaded,
  field = 'password',
) =>
  refusal.reason === 'overloaded'
    ? sendOverloaded(reply, refusal)
    : sendProblem(reply, 'validation_failed', detailsOf(refusal, field))
