import { auditEvent } from '../audit/audit-event.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { UserStore } from '../user/user-store.ts'
import { hasAll } from './access.ts'
import {
  type ActingDeps,
  type ActingRefusal,
  type ActingStores,
  type Actor,
  actingAs,
  recordRefusal,
} from './acting.ts'
import { isLastAdministrator } from './last-administrator.ts'
import { ADMIN_ROLE } from './make-administrator.ts'
import { mayGrant } from './may-grant.ts'
import type { RoleStore } from './role-store.ts'

export type ChangeRolesRefusal = Refused<
  ActingRefusal | 'user_unknown' | 'role_unknown' | 'last_administrator'
>

/** What `changeRoles` reads and writes. */
export interface ChangeRolesStores extends ActingStores {
  readonly users: UserStore
  readonly roles: RoleStore
}

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<ChangeRolesStores>
}

type Outcome = { readonly ok: true; readonly before: readonly string[] } | ChangeRolesRefusal

/**
 * Gives a user exactly these roles, and `user`, which everybody has. The actor needs every
 * permission that the user has and would get. One enabled administrator is always left.
 */
export const changeRoles =
  ({ unitOfWork, ...deps }: Deps) =>
  (
    actor: Actor,
    userId: string,
    wanted: readonly string[],
  ): Promise<{ readonly ok: true } | ChangeRolesRefusal> =>
    unitOfWork.run(async (stores) => {
      const now = deps.clock.now()
      const roles = [...new Set([...wanted, 'user'])].sort()
      const outcome = await decide(stores, actor.userId, userId, roles)
      if (!outcome.ok) {
        if (outcome.reason === 'user_unknown' || outcome.reason === 'role_unknown') return outcome
        const about = { resource: 'user', userId, refusal: outcome.reason }
        await recordRefusal(deps, stores.audit, actor, about)
        return outcome
      }
      await stores.access.setRoles(userId, roles, now)
      await stores.audit.record(
        auditEvent(deps.secrets.newId(), now, actor.origin, {
          action: 'privilege_permissions_changed',
          resource: 'user',
          userId,
          actorId: actor.userId,
          metadata: { before: outcome.before, roles },
        }),
      )
      return { ok: true }
    })

const decide = async (
  { access, users, roles: roleStore }: ChangeRolesStores,
  actorId: string,
  userId: string,
  roles: readonly string[],
): Promise<Outcome> => {
  const acting = await actingAs(access, actorId, 'users:write')
  if (!acting.ok) return acting
  const before = (await users.lock(userId)) && (await access.find(userId))
  if (!before) return refused('user_unknown')
  const granting = mayGrant(acting.actor, roles, await roleStore.all())
  if (!granting.ok) return granting
  if (!hasAll(acting.actor, before.permissions)) return refused('above_own_permissions')
  if (!roles.includes(ADMIN_ROLE) && (await isLastAdministrator(access, before)))
    return refused('last_administrator')
  return { ok: true, before: before.roles }
}
