import { permissionsOf } from '../access/access.ts'
import { ADMIN_ROLE } from '../access/make-administrator.ts'
import { builtInRole, type Role } from '../access/role.ts'

/** What becomes of the roles that a file gives somebody. */
export interface GrantedRoles {
  readonly granted: readonly string[]
  /** Those above the limit, which are left out. */
  readonly withheld: readonly string[]
  /** Those that there are not: the person is refused, so that nobody comes in with less than meant. */
  readonly unknown: readonly string[]
}

/**
 * Judges the roles of a person by the limit, a role: what allows more than it is left out, and
 * `admin` always (security.md 1, class 10). `made` are the roles that are not built in.
 */
export const grantedRoles = (
  wanted: readonly string[],
  maxRole: string,
  made: readonly Role[],
): GrantedRoles => {
  const isKnown = (name: string) => !!builtInRole(name) || made.some((role) => role.name === name)
  const limit = permissionsOf([maxRole], made)
  const isWithin = (name: string) =>
    name !== ADMIN_ROLE && [...permissionsOf([name], made)].every((one) => limit.has(one))
  // A role that allows nothing is still above `user`: it may mean something to the applications.
  const mayGrant = (name: string) => maxRole !== 'user' && isWithin(name)
  return {
    granted: wanted.filter((name) => isKnown(name) && mayGrant(name)),
    withheld: wanted.filter((name) => isKnown(name) && !mayGrant(name)),
    unknown: wanted.filter((name) => !isKnown(name)),
  }
}
