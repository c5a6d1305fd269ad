import type { ProblemCode } from '@latchkey/contract'
import type { LimitSpent, RegisterRefusal, VerifyRefusal } from '@latchkey/core'

export const registerProblems = {
  registration_disabled: 'registration_disabled',
  password_refused: 'validation_failed',
  overloaded: 'overloaded',
  budget_spent: 'rate_limited',
} as const satisfies Record<(RegisterRefusal | LimitSpent)['reason'], ProblemCode>

export const verifyProblems = {
  attempt_unknown: 'invalid_or_expired_token',
  code_wrong: 'invalid_or_expired_token',
  proof_missing: 'proof_required',
  proof_wrong: 'proof_required',
  // Another answer than to an attempt that is gone would tell that somebody proved the address.
  budget_spent: 'invalid_or_expired_token',
  address_taken: 'invalid_or_expired_token',
  user_gone: 'invalid_or_expired_token',
  user_disabled: 'invalid_or_expired_token',
  address_unproven: 'invalid_or_expired_token',
  proof_outdated: 'invalid_or_expired_token',
  overloaded: 'overloaded',
} as const satisfies Record<VerifyRefusal['reason'], ProblemCode>
