import type { Refused } from '../shared/outcome.ts'

/** A stored password: its scheme and cost stand in front, so that it can be replaced at a login. */
export type PasswordHash = string & { readonly __brand: 'PasswordHash' }

/** The hashing queue is full: the caller would wait longer than `HASH_MAX_WAIT_MS`. */
export interface Overloaded extends Refused<'overloaded'> {
  readonly retryAfterSeconds: number
}

/**
 * Slow password hashing behind a bounded queue. Both calls take the same time for every input, but
 * for the check of an imported hash, which may take longer.
 */
export interface Passwords {
  hash(password: string): Promise<{ readonly ok: true; readonly hash: PasswordHash } | Overloaded>

  /** Compares; with `hash` null it does the same work and the answer is never a match. */
  verify(
    password: string,
    hash: PasswordHash | null,
  ): Promise<{ readonly ok: true; readonly matches: boolean } | Overloaded>

  /** Whether a hash is of another scheme or cost than those that `hash` makes, as imported ones are. */
  isOutdated(hash: PasswordHash): boolean
}
