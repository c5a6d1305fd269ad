import type { ProblemCode } from '@latchkey/contract'
import type { OtpRefusal } from '@latchkey/core'

/** Every refused code looks alike: the audit log alone knows why. */
export const otpProblems = {
  token_missing: 'invalid_otp',
  request_unknown: 'invalid_otp',
  code_wrong: 'invalid_otp',
  tries_spent: 'invalid_otp',
  budget_spent: 'rate_limited',
  sign_up_closed: 'invalid_otp',
  address_taken: 'invalid_otp',
  user_gone: 'invalid_otp',
  user_disabled: 'invalid_otp',
  address_unproven: 'invalid_otp',
  proof_outdated: 'invalid_otp',
} as const satisfies Record<OtpRefusal['reason'], ProblemCode>
