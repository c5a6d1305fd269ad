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
}
