import type { SecretHash } from '../shared/secrets.ts'

/** A mailed, single-use permission to choose a new password. */
export interface PasswordReset {
  readonly id: string
  readonly userId: string
  readonly hash: SecretHash
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface PasswordResetStore {
  add(reset: PasswordReset): Promise<void>

  /** Resolves to null when it is unknown, spent or expired. */
  find(id: string, now: Date): Promise<PasswordReset | null>

  /**
   * Spends the reset and every other one of its user. Resolves to false when it was spent or
   * expired already: of many concurrent calls exactly one gets true.
   */
  spend(reset: PasswordReset, now: Date): Promise<boolean>

  /** Takes out every reset of the user: what they were to prove has changed meanwhile. */
  removeAll(userId: string): Promise<void>
}
