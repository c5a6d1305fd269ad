/**
 * Everything that may be allowed to a role, by its name: the one list there is. What guards a call
 * of the admin API is one of these; the OpenAPI document names it at the call.
 */
export const PERMISSIONS = {
  'users:read': 'See every user',
  'users:write':
    'Change users, their roles among it, disable and unlock them, send them a reset link',
  'users:invite': 'Invite people',
  'users:delete': 'Delete users',
  'roles:read': 'See the roles',
  'roles:write': 'Make, change and delete roles',
  'sessions:read': 'See the sessions of others',
  'sessions:revoke': 'End the sessions of others',
  'audit:read': 'Read the audit log',
  'settings:read': 'See the settings',
  'settings:write': 'Change the settings',
  'mail:read': 'See what became of mails',
  'mail:retry': 'Send a mail again',
  'stats:read': 'See the figures',
} as const

export type Permission = keyof typeof PERMISSIONS

/** Whether the text is the name of a permission. */
export const isPermission = (name: string): name is Permission => Object.hasOwn(PERMISSIONS, name)

/** Every permission, in the order of the list. */
export const ALL_PERMISSIONS: readonly Permission[] = Object.keys(PERMISSIONS).filter(isPermission)
