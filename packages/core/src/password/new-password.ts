import type { ReadSettings } from '../settings/settings.ts'
import type { Refused } from '../shared/outcome.ts'
import type { PasswordHistory } from './password-history.ts'
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
  readonly history: Pick<PasswordHistory, 'recent'>
}

/**
 * Checks and hashes a password that somebody chose. The one gate for register, reset, change,
 * set-up and the console, so that the verdict is the same everywhere (security.md 3.1). A user there
 * is already, `userId`, may not choose one of their last passwords again.
 */
export const newPassword = ({ settings, blocklist, passwords, siteWords, history }: Deps) => {
  const refuseReused = reusedBy({ settings, passwords, history })
  return async (
    password: string,
    person: Parameters<typeof contextWords>[0],
    userId: string | null = null,
  ): Promise<{ readonly ok: true; readonly hash: PasswordHash } | PasswordRefused | Overloaded> => {
    const { password_profile, password_min_length, brand_name } = settings()
    const violations = passwordViolations(password, password_profile, password_min_length)
    const listed = blocklist(password)
    if (listed) violations.push(listed)
    if (leansOnContext(password, [...siteWords, ...wordsOf(brand_name), ...contextWords(person)]))
      violations.push('context')
    if (violations.length > 0) return { ok: false, reason: 'password_refused', violations }
    const refusal = userId === null ? null : await refuseReused(password, userId)
    return refusal ?? passwords.hash(password)
  }
}

/** A name of several words counts as each of them, and without what stands between them. */
const wordsOf = (name: string): string[] => {
  const words = name.split(/[^\p{L}\p{N}]+/u)
  return [name, words.join(''), ...words]
}

/**
 * Compares with the last passwords of a user, one after the other in the queue of all hashes. Their
 * number is bounded by the setting; it is done only for a password that keeps every other rule.
 */
const reusedBy =
  ({ settings, passwords, history }: Pick<Deps, 'settings' | 'passwords' | 'history'>) =>
  async (password: string, userId: string): Promise<PasswordRefused | Overloaded | null> => {
    const count = settings().password_history_count
    const former = count > 0 ? await history.recent(userId, count) : []
    for (const hash of former) {
      const compared = await passwords.verify(password, hash)
      if (!compared.ok) return compared
      if (compared.matches) return { ok: false, reason: 'password_refused', violations: ['reused'] }
    }
    return null
  }

export type NewPassword = ReturnType<typeof newPassword>
