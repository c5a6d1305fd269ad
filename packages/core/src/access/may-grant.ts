import { type Refused, refused } from '../shared/outcome.ts'
import { type Access, hasAll, permissionsOf } from './access.ts'
import { builtInRole, type Role } from './role.ts'

/** Whether the actor may give these roles; `made` are the roles that are not built in. */
export const mayGrant = (
  actor: Access,
  roles: readonly string[],
  made: readonly Role[],
): { readonly ok: true } | Refused<'role_unknown' | 'above_own_permissions'> => {
  const isKnown = (name: string) => builtInRole(name) ?? made.some((role) => role.name === name)
  if (!roles.every(isKnown)) return refused('role_unknown')
  return hasAll(actor, permissionsOf(roles, made)) ? { ok: true } : refused('above_own_permissions')
}
