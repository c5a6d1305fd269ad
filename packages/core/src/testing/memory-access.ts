import { permissionsOf } from '../access/access.ts'
import type { AccessStore } from '../access/access-store.ts'
import { ADMIN_ROLE } from '../access/make-administrator.ts'
import type { RoleStore } from '../access/role-store.ts'
import { isDisabled, type User } from '../user/user.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryAccess = ({
  users,
  roles: made,
}: Pick<MemoryTables, 'users' | 'roles'>): AccessStore => {
  const change = (id: string, changes: (user: User) => Partial<User>, now: Date): void => {
    const user = users.get(id)
    if (user) users.set(id, { ...user, ...changes(user), updatedAt: now })
  }
  const isAdministrator = (user: User) => user.roles.includes(ADMIN_ROLE) && !isDisabled(user)
  return {
    lock: async () => undefined,
    find: async (userId) => {
      const user = users.get(userId)
      if (!user) return null
      const { roles } = user
      const permissions = permissionsOf(roles, [...made.values()])
      return { userId, isDisabled: isDisabled(user), roles, permissions }
    },
    hasOtherAdministrator: async (userId) =>
      [...users.values()].some((user) => user.id !== userId && isAdministrator(user)),
    setRoles: async (userId, roles, now) =>
      change(
        userId,
        ({ accessVersion }) => ({
          roles: [...new Set([...roles, 'user'])].sort(),
          accessVersion: accessVersion + 1,
        }),
        now,
      ),
    disable: async (userId, now) => {
      if (users.get(userId)?.disabledAt !== null) return false
      change(userId, () => ({ disabledAt: now }), now)
      return true
    },
    enable: async (userId, now) => {
      if (!users.get(userId)?.disabledAt) return false
      change(userId, () => ({ disabledAt: null }), now)
      return true
    },
  }
}

export const memoryRoles = ({ roles }: Pick<MemoryTables, 'roles'>): RoleStore => ({
  all: async () => [...roles.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
  find: async (name) => roles.get(name) ?? null,
  add: async (role) => {
    if (roles.has(role.name)) return false
    roles.set(role.name, role)
    return true
  },
  replace: async (role) => {
    if (!roles.has(role.name)) return false
    roles.set(role.name, role)
    return true
  },
  remove: async (name) => roles.delete(name),
})
