import type { User } from '../user/user.ts'
import type { Lockout, LockoutPlace, LockoutRule } from './lockout.ts'

/**
 * Failed guesses of passwords. Always in the database: what locks an account must not vanish with a
 * cache. An address that is nobody's has a row like any other (security.md 3.3).
 */
export interface LockoutStore {
  /**
   * Takes a place for a guess before it is evaluated; parallel ones on any number of nodes never
   * get more than the rule gives. A refusal changes nothing.
   */
  reserve(subject: string, rule: LockoutRule, now: Date): Promise<LockoutPlace>

  /** Gives the place taken at `at` back: the guess was not evaluated. */
  release(subject: string, at: Date): Promise<void>

  /** Forgets every failure; resolves to how many in a row there were. */
  clear(subject: string): Promise<number>

  /** Ends the row of failures and keeps those of the window. */
  endRow(subject: string): Promise<void>

  /** Resolves to `NO_FAILURES` for a subject without any. */
  read(subject: string): Promise<Lockout>
}

/** Whoever guesses the password of an address from anywhere. */
export const accountSubject = (emailCanonical: string): string => `account:${emailCanonical}`

/** A known device of a user. A new password or an unlock begins a new count. */
export const deviceSubject = (
  { id, credentialVersion }: Pick<User, 'id' | 'credentialVersion'>,
  device: string,
): string => `device:${id}:${credentialVersion}:${device}`
