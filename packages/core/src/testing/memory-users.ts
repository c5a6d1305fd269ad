import type { CredentialStore } from '../password/credential-store.ts'
import type { User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import type { MemoryTables } from './memory-tables.ts'

const change = ({ users }: Pick<MemoryTables, 'users'>, id: string, changes: Partial<User>) => {
  const user = users.get(id)
  if (user) users.set(id, { ...user, ...changes })
}

export const memoryUsers = (tables: Pick<MemoryTables, 'users'>): UserStore => {
  const { users } = tables
  const find = async (id: string) => users.get(id) ?? null
  return {
    find,
    lock: find,
    findByEmail: async (canonical) =>
      [...users.values()].find((user) => user.emailCanonical === canonical) ?? null,
    add: async (user) => {
      if ([...users.values()].some((other) => other.emailCanonical === user.emailCanonical))
        return false
      users.set(user.id, user)
      return true
    },
    recordLogin: async (id, at) => change(tables, id, { lastLoginAt: at }),
    grant: async (id, role) =>
      change(tables, id, { roles: [...new Set([...(users.get(id)?.roles ?? []), role])].sort() }),
    anyoneHas: async (role) => [...users.values()].some((user) => user.roles.includes(role)),
  }
}

export const memoryCredentials = (
  tables: Pick<MemoryTables, 'users' | 'passwords'>,
): CredentialStore => ({
  findByEmail: async (canonical) => {
    const user = [...tables.users.values()].find((one) => one.emailCanonical === canonical)
    return user ? { user, hash: tables.passwords.get(user.id) ?? null } : null
  },
  set: async (userId, hash, now) => {
    const user = tables.users.get(userId)
    if (!user) throw new Error(`There is no user ${userId} to set a password for.`)
    tables.passwords.set(userId, hash)
    const credentialVersion = user.credentialVersion + 1
    change(tables, userId, { credentialVersion, updatedAt: now })
    return credentialVersion
  },
})
