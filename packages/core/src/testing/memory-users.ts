import type { CredentialStore } from '../password/credential-store.ts'
import type { User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import { endEmailChangesTo } from './memory-email-changes.ts'
import type { MemoryTables } from './memory-tables.ts'

const change = ({ users }: Pick<MemoryTables, 'users'>, id: string, changes: Partial<User>) => {
  const user = users.get(id)
  if (user) users.set(id, { ...user, ...changes })
}

const dropWhere = <T>(rows: Map<string, T>, isMeant: (row: T) => boolean): void => {
  for (const [key, row] of rows) if (isMeant(row)) rows.delete(key)
}

export const memoryUsers = (tables: MemoryTables): UserStore => {
  const { users, invitations } = tables
  const find = async (id: string) => users.get(id) ?? null
  return {
    find,
    lock: find,
    findByEmail: async (canonical) =>
      [...users.values()].find((user) => user.emailCanonical === canonical) ?? null,
    changeEmail: async (id, { address, canonical }, now) => {
      const user = users.get(id)
      const owner = [...users.values()].find((other) => other.emailCanonical === canonical)
      if (!user || (owner && owner.id !== id)) return false
      endEmailChangesTo(tables, canonical)
      dropWhere(invitations, ({ emailCanonical }) => emailCanonical === canonical)
      const credentialVersion = user.credentialVersion + 1
      const email = { email: address, emailCanonical: canonical }
      change(tables, id, { ...email, credentialVersion, updatedAt: now })
      return true
    },
    add: async (user) => {
      if ([...users.values()].some((other) => other.emailCanonical === user.emailCanonical))
        return false
      endEmailChangesTo(tables, user.emailCanonical)
      users.set(user.id, user)
      dropWhere(invitations, ({ emailCanonical }) => emailCanonical === user.emailCanonical)
      return true
    },
    proveAddress: async (id, now) => change(tables, id, { emailVerified: true, updatedAt: now }),
    changeProfile: async (id, changes, now) => change(tables, id, { ...changes, updatedAt: now }),
    recordLogin: async (id, at) => change(tables, id, { lastLoginAt: at }),
    grant: async (id, role, now) => {
      const user = users.get(id)
      if (!user || user.roles.includes(role)) return
      const roles = [...user.roles, role].sort()
      change(tables, id, { roles, accessVersion: user.accessVersion + 1, updatedAt: now })
    },
    erase: async ({ id, emailCanonical }) => {
      users.delete(id)
      tables.passwords.delete(id)
      tables.formerPasswords.delete(id)
      dropWhere(tables.sessions, ({ session }) => session.userId === id)
      dropWhere(tables.emailChanges, ({ change: wish }) => wish.userId === id)
      dropWhere(tables.avatars, ({ userId }) => userId === id)
      dropWhere(tables.passwordResets, ({ userId }) => userId === id)
      dropWhere(invitations, (one) => one.emailCanonical === emailCanonical || one.invitedBy === id)
      dropWhere(tables.otpRequests, (request) => request.emailCanonical === emailCanonical)
      for (const [key, versions] of tables.settingVersions) {
        const nameless = versions.map((version) =>
          version.updatedBy === id ? { ...version, updatedBy: null } : version,
        )
        tables.settingVersions.set(key, nameless)
      }
    },
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
  renew: async (userId, old, hash) => {
    if (tables.passwords.get(userId) === old) tables.passwords.set(userId, hash)
  },
  forgetGuesses: async (userId) => {
    const user = tables.users.get(userId)
    if (user) change(tables, userId, { credentialVersion: user.credentialVersion + 1 })
  },
})
