import type { ProblemCode } from '@latchkey/contract'
import type {
  ChangeRolesRefusal,
  EndSessionsRefusal,
  InviteRefusal,
  RoleRefusal,
  SendResetRefusal,
  SetUpRefusal,
  WithdrawRefusal,
} from '@latchkey/core'

/** Whoever acts may not do this at all, or not to somebody who may do more than they. */
const powerProblems = {
  permission_missing: 'forbidden',
  above_own_permissions: 'forbidden',
} as const

export const setUpProblems = {
  setup_closed: 'not_found',
  setup_token_unknown: 'invalid_or_expired_token',
  address_taken: 'address_taken',
  user_gone: 'invalid_or_expired_token',
  user_disabled: 'invalid_or_expired_token',
  address_unproven: 'invalid_or_expired_token',
  proof_outdated: 'invalid_or_expired_token',
} as const satisfies Record<SetUpRefusal['reason'], ProblemCode>

/** Also those of every other act on a user, which are some of them. */
export const changeRolesProblems = {
  ...powerProblems,
  user_unknown: 'not_found',
  role_unknown: 'validation_failed',
  last_administrator: 'last_administrator',
} as const satisfies Record<ChangeRolesRefusal['reason'], ProblemCode>

export const endSessionsProblems = {
  ...powerProblems,
  user_unknown: 'not_found',
  session_unknown: 'not_found',
} as const satisfies Record<EndSessionsRefusal['reason'], ProblemCode>

export const sendResetProblems = {
  ...powerProblems,
  user_unknown: 'not_found',
  user_disabled: 'user_disabled',
} as const satisfies Record<SendResetRefusal['reason'], ProblemCode>

export const inviteProblems = {
  ...powerProblems,
  role_unknown: 'validation_failed',
  address_taken: 'address_taken',
} as const satisfies Record<InviteRefusal['reason'], ProblemCode>

export const withdrawProblems = {
  ...powerProblems,
  invitation_unknown: 'not_found',
} as const satisfies Record<WithdrawRefusal['reason'], ProblemCode>

export const roleProblems = {
  ...powerProblems,
  role_unknown: 'not_found',
  role_taken: 'role_taken',
  role_built_in: 'role_built_in',
  role_in_use: 'role_in_use',
} as const satisfies Record<RoleRefusal['reason'], ProblemCode>
