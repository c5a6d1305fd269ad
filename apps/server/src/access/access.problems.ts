import type { ProblemCode } from '@latchkey/contract'
import type { SetUpRefusal } from '@latchkey/core'

export const setUpProblems = {
  setup_closed: 'not_found',
  setup_token_unknown: 'invalid_or_expired_token',
  address_taken: 'address_taken',
  user_gone: 'invalid_or_expired_token',
  user_disabled: 'invalid_or_expired_token',
  proof_outdated: 'invalid_or_expired_token',
} as const satisfies Record<SetUpRefusal['reason'], ProblemCode>
