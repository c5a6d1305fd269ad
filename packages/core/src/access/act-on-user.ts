import type { Refused } from '../shared/outcome.ts'
import type { User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import {
  type ActingDeps,
  type ActingRefusal,
  type ActingStores,
  type Actor,
  recordRefusal,
} from './acting.ts'
import { actingOn } from './acting-on.ts'
import type { Permission } from './permissions.ts'

/** Who is acted on, and what it takes. */
export interface Target {
  readonly userId: string
  readonly permission: Permission
}

export type ActOnRefusal = Refused<ActingRefusal | 'user_unknown'>

/**
 * Acts on one user inside the caller's unit of work, with the user's row locked. A refusal for want
 * of a permission is recorded.
 */
export const actOnUser = async <T>(
  deps: ActingDeps,
  stores: ActingStores & { readonly users: Pick<UserStore, 'lock'> },
  actor: Actor,
  { userId, permission }: Target,
  act: (user: User) => Promise<T>,
): Promise<T | ActOnRefusal> => {
  const acting = await actingOn(stores, actor.userId, userId, permission)
  if (acting.ok) return act(acting.person)
  const about = { resource: 'user', userId, refusal: acting.reason }
  if (acting.reason !== 'user_unknown') await recordRefusal(deps, stores.audit, actor, about)
  return acting
}
