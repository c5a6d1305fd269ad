import type { PasswordHash, Passwords } from '../password/passwords.ts'

/** Hashes that read themselves: `hashed(secret)`. `setOverloaded(true)` fills the queue. */
export interface PlainPasswords extends Passwords {
  setOverloaded(isOverloaded: boolean): void
  /** How many hashes were computed. */
  count(): number
}

export const plainHash = (password: string): PasswordHash => `hashed(${password})` as PasswordHash

/** A hash of the same password by another scheme. */
export const foreignPlainHash = (password: string): PasswordHash =>
  `foreign(${password})` as PasswordHash

export const plainPasswords = (): PlainPasswords => {
  let isFull = false
  let computed = 0
  const overloaded = { ok: false, reason: 'overloaded', retryAfterSeconds: 3 } as const
  return {
    setOverloaded: (isOverloaded) => {
      isFull = isOverloaded
    },
    count: () => computed,
    hash: async (password) => {
      if (isFull) return overloaded
      computed += 1
      return { ok: true, hash: plainHash(password) }
    },
    verify: async (password, hash) => {
      if (isFull) return overloaded
      computed += 1
      return {
        ok: true,
        matches: [plainHash, foreignPlainHash].some((by) => hash === by(password)),
      }
    },
    isOutdated: (hash) => !hash.startsWith('hashed('),
  }
}
