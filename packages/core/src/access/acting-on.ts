import { type Refused, refused } from '../shared/outcome.ts'
import type { User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import { type Access, hasAll } from './access.ts'
import type { AccessStore } from './access-store.ts'
import { type ActingRefusal, actingAs } from './acting.ts'
import type { Permission } from './permissions.ts'

interface Stores {
  readonly access: AccessStore
  readonly users: Pick<UserStore, 'lock'>
}

/**
 * The same as `actingAs`, on a user: the actor needs every permission that the user has, and
 * whoever is signing in meanwhile waits for the end of the unit of work.
 */
export const actingOn = async (
  { access, users }: Stores,
  actorId: string,
  userId: string,
  permission: Permission,
): Promise<
  | { readonly ok: true; readonly user: Access; readonly person: User }
  | Refused<ActingRefusal | 'user_unknown'>
> => {
  const acting = await actingAs(access, actorId, permission)
  if (!acting.ok) return acting
  const person = await users.lock(userId)
  const user = person && (await access.find(userId))
  if (!user) return refused('user_unknown')
  if (!hasAll(acting.actor, user.permissions)) return refused('above_own_permissions')
  return { ok: true, user, person }
}
