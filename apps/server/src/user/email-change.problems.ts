import type { ProblemCode } from '@latchkey/contract'
import type { ConfirmEmailRefusal } from '@latchkey/core'

/** Whatever is wrong with a code looks alike: the audit log alone knows. */
export const emailChangeProblems = {
  change_unknown: 'invalid_or_expired_token',
  code_wrong: 'invalid_or_expired_token',
  address_taken: 'invalid_or_expired_token',
  proof_outdated: 'invalid_or_expired_token',
  user_gone: 'unauthenticated',
  user_disabled: 'unauthenticated',
  session_ended: 'unauthenticated',
  budget_spent: 'rate_limited',
} as const satisfies Record<ConfirmEmailRefusal['reason'], ProblemCode>
