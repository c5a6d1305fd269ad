import type { ProblemCode } from '@latchkey/contract'
import type { LimitSpent, LoginRefusal, RefreshRefusal } from '@latchkey/core'

/** Every refused login looks alike: the audit log alone knows why. */
export const loginProblems = {
  user_unknown: 'invalid_credentials',
  password_wrong: 'invalid_credentials',
  account_locked: 'invalid_credentials',
  password_disabled: 'invalid_credentials',
  user_gone: 'invalid_credentials',
  user_disabled: 'invalid_credentials',
  address_unproven: 'invalid_credentials',
  proof_outdated: 'invalid_credentials',
  budget_spent: 'rate_limited',
} as const satisfies Record<(LoginRefusal | LimitSpent)['reason'], ProblemCode>

export const refreshProblems = {
  token_unknown: 'invalid_refresh_token',
  token_expired: 'invalid_refresh_token',
  token_reused: 'invalid_refresh_token',
  session_ended: 'invalid_refresh_token',
} as const satisfies Record<RefreshRefusal['reason'], ProblemCode>
