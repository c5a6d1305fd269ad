import type { ProblemCode } from '@latchkey/contract'
import type { UseCases } from '../use-cases.ts'

type Refusal = Extract<Awaited<ReturnType<UseCases['rollBackSetting']>>, { ok: false }>

/** Also those of a plain change, which are some of them. */
export const settingProblems = {
  setting_unknown: 'not_found',
  setting_invalid: 'validation_failed',
  setting_locked: 'setting_locked',
  setting_outdated: 'setting_outdated',
  version_unknown: 'not_found',
} as const satisfies Record<Refusal['reason'], ProblemCode>
