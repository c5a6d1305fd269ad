import type { User } from '../user/user.ts'
import type { PasswordHash } from './passwords.ts'

/** Passwords of verified users. */
export interface CredentialStore {
  /** User and password in one read; null when nobody has the address, `hash` null without a password. */
  findByEmail(
    emailCanonical: string,
  ): Promise<{ readonly user: User; readonly hash: PasswordHash | null } | null>

  /** Sets or replaces the password; resolves to the user's `credentialVersion`, which counts up. */
  set(userId: string, hash: PasswordHash, now: Date): Promise<number>

  /**
   * Puts another hash of the same password in the place of `old`; changes nothing when the password
   * was replaced meanwhile. The `credentialVersion` stays: nobody's means to sign in changed.
   */
  renew(userId: string, old: PasswordHash, hash: PasswordHash, now: Date): Promise<void>

  /**
   * Counts the `credentialVersion` up and leaves the password: what was guessed on known devices is
   * forgotten, and whoever is just signing in begins again.
   */
  forgetGuesses(userId: string): Promise<void>
}
