import type { Settings } from '../settings/settings.ts'
import type { SecretHash, Secrets } from '../shared/secrets.ts'

/**
 * Codes of one request that are good at the same time: the newest ones. More of them would make a
 * guess likelier to hit, however few tries there are.
 */
export const MAX_LIVE_CODES = 5

/** One mailed code of a request. */
export interface OtpCode {
  readonly id: string
  /** HMAC of the six digits. */
  readonly hash: SecretHash
  readonly expiresAt: Date
}

/**
 * Somebody asked to sign in by mailed code. All codes sent for one request share its tries, and the
 * first right one ends it. An address that may not sign in has requests like any other; only the
 * mail is missing.
 */
export interface OtpRequest {
  readonly id: string
  /** Where its codes go: the stored address of the user, else as it was typed. */
  readonly email: string
  readonly emailCanonical: string
  /** Whose address it was when the request began; null when nobody's. */
  readonly userId: string | null
  /** The language of mails, if the request makes a user. */
  readonly locale: string
  /** Of the token that only the caller of the request has. */
  readonly requestHash: SecretHash
  /** Those that have not expired, newest first, and never more than `MAX_LIVE_CODES`. */
  readonly codes: readonly OtpCode[]
  /** Guesses so far; all of them were wrong, or the request would be gone. */
  readonly wrongTries: number
  readonly createdAt: Date
}

/** HMAC of a code, bound to its request and to its purpose: signing in. */
export const hashOtp = (secrets: Secrets, requestId: string, otp: string): SecretHash =>
  secrets.hashCode(`sign_in:${requestId}`, otp)

/**
 * Whether a guess is this code. A hash has one part for each secret in use, joined by dots
 * (`Secrets.hashCode`): one in common is enough. The time this takes tells nothing, since nobody
 * without a secret knows what a guess hashes to.
 */
export const isSameCode = (code: SecretHash, guess: SecretHash): boolean => {
  const parts = code.split('.')
  return guess.split('.').some((part) => part !== '' && parts.includes(part))
}

/** Whether a mailed code may make a user of an address that is nobody's. */
export const isOtpSignUpOpen = (settings: Settings): boolean =>
  settings.otp_signup_enabled && settings.registration_enabled
