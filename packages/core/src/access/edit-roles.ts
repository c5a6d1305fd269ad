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
import { builtInRole, isRoleName, type Role } from './role.ts'
import type { RoleStore } from './role-store.ts'

export type RoleRefusal = Refused<
  ActingRefusal | 'role_unknown' | 'role_taken' | 'role_built_in' | 'role_in_use'
>

/** What changes of roles read and write. */
export interface RoleStores extends ActingStores {
  readonly users: Pick<UserStore, 'anyoneHas'>
  readonly roles: RoleStore
}

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<RoleStores>
}

type Edited = { readonly ok: true; readonly role: Role } | RoleRefusal
type Edit = (stores: RoleStores, actor: Actor) => Promise<Edited>

/** Makes a role of permissions that the actor has. */
export const addRole = (deps: Deps) => (actor: Actor, role: Role) =>
  edited(deps, actor, 'added', async (stores) => {
    const acting = await actingAs(stores.access, actor.userId, 'roles:write')
    if (!acting.ok) return acting
    if (!hasAll(acting.actor, role.permissions)) return refused('above_own_permissions')
    if (builtInRole(role.name)) return refused('role_taken')
    return (await stores.roles.add(role)) ? { ok: true, role } : refused('role_taken')
  })

/** Changes a role; the actor needs the permissions that it had and gets. At once for who has it. */
export const changeRole =
  (deps: Deps) => (actor: Actor, name: string, wish: Partial<Omit<Role, 'name'>>) =>
    edited(deps, actor, 'changed', async (stores) => {
      const found = await roleToEdit(stores, actor, name)
      if (!found.ok) return found
      const role = { ...found.role, ...wish }
      if (!hasAll(found.actor, role.permissions)) return refused('above_own_permissions')
      await stores.roles.replace(role)
      return { ok: true, role }
    })

/** Deletes a role that nobody has. */
export const removeRole = (deps: Deps) => (actor: Actor, name: string) =>
  edited(deps, actor, 'removed', async (stores) => {
    const found = await roleToEdit(stores, actor, name)
    if (!found.ok) return found
    if (await stores.users.anyoneHas(name)) return refused('role_in_use')
    await stores.roles.remove(name)
    return { ok: true, role: found.role }
  })

const roleToEdit = async ({ access, roles }: RoleStores, { userId }: Actor, name: string) => {
  const acting = await actingAs(access, userId, 'roles:write')
  if (!acting.ok) return acting
  if (builtInRole(name)) return refused('role_built_in')
  const role = isRoleName(name) ? await roles.find(name) : null
  if (!role) return refused('role_unknown')
  if (!hasAll(acting.actor, role.permissions)) return refused('above_own_permissions')
  return { ok: true as const, actor: acting.actor, role }
}

/** One unit of work with the one event that says what became of the wish. */
const edited = (
  { unitOfWork, ...deps }: Deps,
  actor: Actor,
  change: 'added' | 'changed' | 'removed',
  edit: Edit,
): Promise<Edited> =>
  unitOfWork.run(async (stores) => {
    const outcome = await edit(stores, actor)
    if (!outcome.ok) {
      const { reason } = outcome
      if (reason === 'permission_missing' || reason === 'above_own_permissions')
        await recordRefusal(deps, stores.audit, actor, { resource: 'role', refusal: reason })
      return outcome
    }
    const { name, permissions } = outcome.role
    const act = { actorId: actor.userId, metadata: { role: name, change, permissions } }
    await stores.audit.record(
      auditEvent(deps.secrets.newId(), deps.clock.now(), actor.origin, {
        action: 'privilege_permissions_changed',
        resource: 'role',
        ...act,
      }),
    )
    return outcome
  })
