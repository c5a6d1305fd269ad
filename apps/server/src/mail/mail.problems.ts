import type { ProblemCode } from '@latchkey/contract'
import type { RetryRefusal } from '@latchkey/core'

export const retryProblems = {
  mail_unknown: 'not_found',
  mail_over: 'mail_over',
} as const satisfies Record<RetryRefusal['reason'], ProblemCode>
