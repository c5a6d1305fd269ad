import type { SetupTokenStore } from '../access/setup-token-store.ts'
import type { PasswordResetStore } from '../password/password-reset.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryPasswordResets = ({
  passwordResets: resets,
}: Pick<MemoryTables, 'passwordResets'>): PasswordResetStore => {
  const live = (id: string, now: Date) => {
    const reset = resets.get(id)
    return reset && reset.expiresAt > now ? reset : null
  }
  return {
    add: async (reset) => {
      resets.set(reset.id, reset)
    },
    find: async (id, now) => live(id, now),
    spend: async ({ id, hash, userId }, now) => {
      if (live(id, now)?.hash !== hash) return false
      for (const other of resets.values()) if (other.userId === userId) resets.delete(other.id)
      return true
    },
    removeAll: async (userId) => {
      for (const reset of resets.values()) if (reset.userId === userId) resets.delete(reset.id)
    },
  }
}

export const memorySetupTokens = ({
  setupTokens: tokens,
}: Pick<MemoryTables, 'setupTokens'>): SetupTokenStore => ({
  replace: async (token) => {
    tokens.clear()
    tokens.set(token.id, token)
  },
  spend: async ({ id, hash }, now) => {
    const token = tokens.get(id)
    return token?.hash === hash && token.expiresAt > now ? tokens.delete(id) : false
  },
})
