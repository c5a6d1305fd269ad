import type { ReadSettings } from '../settings/settings.ts'
import type { Refused } from '../shared/outcome.ts'
import {
  contextWords,
  leansOnContext,
  type PasswordViolation,
  passwordViolations,
} from './password-rules.ts'
import type { Overloaded, PasswordHash, Passwords } from './passwords.ts'

export interface PasswordRefused extends Refused<'password_refused'> {
  readonly violations: readonly PasswordViolation[]
}

/** Says whether a password is known to attackers; null when it is on no list. */
export type Blocklist = (password: string) => 'common' | 'breached' | null

interface Deps {
  readonly settings: ReadSettings
  readonly blocklist: Blocklist
  readonly passwords: Passwords
  /** Words of this installation: the product, its host names. */
  readonly siteWords: readonly string[]
}

/**
 * Checks and hashes a password that somebody chose. The one gate for register, reset, change,
 * set-up and the console, so that the verdict is the same everywhere (security.md 3.1).
 */
export const newPassword =
  ({ settings, blocklist, passwords, siteWords }: Deps) =>
  async (
    password: string,
    person: Parameters<typeof contextWords>[0],
  ): Promise<{ readonly ok: true; readonly hash: PasswordHash } | PasswordRefused | Overloaded> => {
    const { password_profile, password_min_length } = settings()
    const violations = passwordViolations(password, password_profile, password_min_length)
    const listed = blocklist(password)
    if (listed) violations.push(listed)
    if (leansOnContext(password, [...siteWords, ...contextWords(person)]))
      violations.push('context')
    return violations.length > 0
      ? { ok: false, reason: 'password_refused', violations }
      : passwords.hash(password)
  }

export type NewPassword = ReturnType<typeof newPassword>
