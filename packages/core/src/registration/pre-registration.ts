import type { PasswordHash } from '../password/passwords.ts'
import type { SecretHash } from '../shared/secrets.ts'
import type { Profile } from '../user/user.ts'

/** Wrong codes or passwords after which an attempt is over. */
export const MAX_WRONG_PROOFS = 5

/**
 * A staged sign-up attempt. One address may have many; only the attempt whose maker also reads
 * the mailbox becomes a user, so staging somebody's address first gains nothing.
 */
export interface PreRegistration {
  readonly id: string
  readonly email: string
  readonly emailCanonical: string
  readonly passwordHash: PasswordHash
  readonly profile: Profile
  readonly locale: string
  /** Of the token that only the browser that made the attempt has. */
  readonly registrationHash: SecretHash
  /** Of the token in the mailed link. */
  readonly linkHash: SecretHash
  /** HMAC of the mailed six-digit code. */
  readonly codeHash: SecretHash
  readonly createdAt: Date
  readonly expiresAt: Date
}
