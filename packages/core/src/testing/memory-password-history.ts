import type { PasswordHistory } from '../password/password-history.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryPasswordHistory = ({
  passwords,
  formerPasswords,
}: Pick<MemoryTables, 'passwords' | 'formerPasswords'>): PasswordHistory => {
  const all = (userId: string) => {
    const present = passwords.get(userId)
    return [...(present ? [present] : []), ...(formerPasswords.get(userId) ?? [])]
  }
  return {
    recent: async (userId, count) => all(userId).slice(0, count),
    retire: async (userId, keep) => {
      formerPasswords.set(userId, all(userId).slice(0, keep))
    },
  }
}
