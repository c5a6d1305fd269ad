import type { SecretHash } from '../shared/secrets.ts'
import type { OtpCode, OtpRequest } from './otp-request.ts'

/** What became of a guess. */
export type OtpGuess = 'right' | 'wrong' | 'spent'

/**
 * Requests to sign in by mailed code. They live for minutes and may be kept outside the database, so
 * the store is no part of a unit of work. Throws a `DependencyUnavailable` when it cannot answer.
 */
export interface OtpStore {
  /** Adds a request with its first code. */
  add(request: OtpRequest): Promise<void>

  /** Resolves to null when the request is unknown, consumed, or its last code has expired. */
  find(id: string, now: Date): Promise<OtpRequest | null>

  /**
   * Adds a further code; the earlier ones stay good, and the tries that were used stay used.
   * Resolves to false, adding nothing, when the request is over or has no try left.
   */
  addCode(id: string, code: OtpCode, maxTries: number, now: Date): Promise<boolean>

  /**
   * Takes a try and compares the guess with the codes that `find` would show, in one act: parallel
   * guesses are never compared more often than there are tries. `right` takes the request out with
   * all its codes, so of many right guesses exactly one is told so. `spent`: nothing was compared,
   * because no try is left or the request is unknown, consumed or expired.
   */
  guess(id: string, hash: SecretHash, maxTries: number, now: Date): Promise<OtpGuess>
}
