import type { Permission } from './permissions.ts'
import { builtInRole, type Role } from './role.ts'

/** What a user may do, as the database says it now. */
export interface Access {
  readonly userId: string
  readonly isDisabled: boolean
  /** `user` and what was granted on top of it, sorted. */
  readonly roles: readonly string[]
  readonly permissions: ReadonlySet<Permission>
}

/** The permissions of the given roles together; `made` are those of them that are not built in. */
export const permissionsOf = (
  roles: readonly string[],
  made: readonly Role[],
): ReadonlySet<Permission> =>
  new Set(
    roles.flatMap((name) => {
      const role = builtInRole(name) ?? made.find((other) => other.name === name)
      return role?.permissions ?? []
    }),
  )

/**
 * Whether the actor has every one of these permissions. Nobody may give, take or hold power over
 * what they do not have themselves (security.md 1, class 10).
 */
export const hasAll = (actor: Access, permissions: Iterable<Permission>): boolean =>
  [...permissions].every((permission) => actor.permissions.has(permission))
