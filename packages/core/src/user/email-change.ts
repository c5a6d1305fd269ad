import type { SecretHash, Secrets } from '../shared/secrets.ts'

/** Wrong codes after which a change is over. */
export const MAX_WRONG_CODES = 5

/**
 * A user wants another address and has not proven it yet. It ends with the session that asked for
 * it: so with a reset, a sign-out everywhere, and a user who is disabled.
 */
export interface EmailChange {
  readonly id: string
  readonly userId: string
  readonly sessionId: string
  /** As it was typed; the only address that the code goes to. */
  readonly email: string
  readonly emailCanonical: string
  /** HMAC of the six digits. */
  readonly codeHash: SecretHash
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface EmailChangeStore {
  /** Makes it the one pending change of its user, in the place of an earlier one. */
  replace(change: EmailChange): Promise<void>

  /** Resolves to null when the user has none, or it is expired or has no try left. */
  find(userId: string, now: Date): Promise<EmailChange | null>

  /**
   * Takes one of the few tries before a guess is looked at. Resolves to false when none is left, or
   * the change is gone; parallel guesses never get more places than there are.
   */
  reserveTry(id: string): Promise<boolean>

  /** Takes it out. Resolves to false when it is gone: of many concurrent calls exactly one gets true. */
  spend(id: string): Promise<boolean>
}

/** HMAC of a code, bound to its change and to its purpose. */
export const hashEmailCode = (secrets: Secrets, changeId: string, code: string): SecretHash =>
  secrets.hashCode(`email_change:${changeId}`, code)
