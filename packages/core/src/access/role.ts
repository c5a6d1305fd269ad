import { ALL_PERMISSIONS, type Permission } from './permissions.ts'

/** A name for some permissions, which users have. */
export interface Role {
  readonly name: string
  readonly description: string
  readonly permissions: readonly Permission[]
}

/** Longest description of a role, in UTF-16 units. */
export const MAX_ROLE_DESCRIPTION = 200

const NAME = /^[a-z][a-z0-9_-]{0,62}$/

/** Whether a role may have this name: lower-case letters, digits, hyphens, underlines; 63 at most. */
export const isRoleName = (name: string): boolean => NAME.test(name)

/** The roles that are always there. They can neither be changed nor deleted. */
export const BUILT_IN_ROLES: readonly Role[] = [
  { name: 'user', description: 'Everybody', permissions: [] },
  {
    name: 'support',
    description: 'Sees users, their sessions, the audit log and mails',
    permissions: ['users:read', 'sessions:read', 'audit:read', 'mail:read'],
  },
  { name: 'admin', description: 'May do everything, always', permissions: ALL_PERMISSIONS },
]

/** The built-in role of that name; undefined for any other. */
export const builtInRole = (name: string): Role | undefined =>
  BUILT_IN_ROLES.find((role) => role.name === name)
