import type { ProblemCode } from '@latchkey/contract'
import type { ReauthenticationRefusal } from '@latchkey/core'
import type { FastifyReply } from 'fastify'
import { sendLimited } from '../http/limited.ts'
import { sendProblem } from '../http/problems.ts'
import { sendOverloaded } from './password.problems.ts'

/** Whoever is refused is signed in, so it is no secret that there is such a user. */
export const reauthenticationProblems = {
  user_unknown: 'unauthenticated',
  user_gone: 'unauthenticated',
  user_disabled: 'unauthenticated',
  password_missing: 'validation_failed',
  password_wrong: 'invalid_credentials',
  account_locked: 'invalid_credentials',
  password_disabled: 'invalid_credentials',
  proof_outdated: 'invalid_credentials',
  sign_in_outdated: 'reauthentication_required',
  budget_spent: 'rate_limited',
  overloaded: 'overloaded',
} as const satisfies Record<ReauthenticationRefusal['reason'], ProblemCode>

/** Answers that somebody signed in did not prove it once more; `field` is where the password stands. */
export const sendReauthenticationRefusal = (
  reply: FastifyReply,
  refusal: ReauthenticationRefusal,
  field: string,
) => {
  if (refusal.reason === 'overloaded') return sendOverloaded(reply, refusal)
  if (refusal.reason === 'budget_spent') return sendLimited(reply, refusal)
  const code = reauthenticationProblems[refusal.reason]
  if (code === 'invalid_credentials')
    return sendProblem(reply, code, { detail: 'The password is wrong.' })
  const missing = [{ path: field, code: 'required', message: 'is required' }]
  return sendProblem(reply, code, code === 'validation_failed' ? { errors: missing } : {})
}
