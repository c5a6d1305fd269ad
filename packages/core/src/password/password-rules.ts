/** Why a password is refused; the values of `errors[].code`. */
export type PasswordViolation =
  | 'too_short'
  | 'too_long'
  | 'no_upper'
  | 'no_lower'
  | 'no_digit'
  | 'no_special'
  | 'common'
  | 'breached'
  | 'context'
  | 'reused'

/** `composition`: upper, lower, digit and special. `modern`: long, no composition (NIST SP 800-63B-4 §3.1.1.2). */
export type PasswordProfile = 'composition' | 'modern'

export const MAX_PASSWORD_LENGTH = 128
const PROFILE_MINIMUM = { composition: 8, modern: 15 } as const satisfies Record<
  PasswordProfile,
  number
>

/** The smallest length, in code points: the larger of profile and setting. */
export const minPasswordLength = (profile: PasswordProfile, configured: number): number =>
  Math.max(PROFILE_MINIMUM[profile], configured)

const COMPOSITION = [
  ['no_upper', /\p{Lu}/u],
  ['no_lower', /\p{Ll}/u],
  ['no_digit', /\p{Nd}/u],
  ['no_special', /[^\p{L}\p{N}]/u],
] as const satisfies readonly (readonly [PasswordViolation, RegExp])[]

/** Length and composition: the rules that a browser can check as somebody types. */
export const passwordViolations = (
  password: string,
  profile: PasswordProfile,
  configuredMinimum: number,
): PasswordViolation[] => {
  const normal = password.normalize('NFC')
  const length = [...normal].length
  const found: PasswordViolation[] = []
  if (length < minPasswordLength(profile, configuredMinimum)) found.push('too_short')
  if (length > MAX_PASSWORD_LENGTH) found.push('too_long')
  if (profile === 'composition')
    for (const [code, needed] of COMPOSITION) if (!needed.test(normal)) found.push(code)
  return found
}

/**
 * Whether little but context words (name, address, product, host) is left in the password
 * (NIST SP 800-63B-4 §3.1.1.2, "context-specific words"). Words of one or two letters do not count.
 */
export const leansOnContext = (password: string, words: readonly string[]): boolean => {
  const lower = password.normalize('NFC').toLowerCase()
  const known = words.map((word) => word.normalize('NFC').toLowerCase()).filter((w) => w.length > 2)
  const rest = known
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ''), lower)
  return rest.length < lower.length && [...rest].length < PROFILE_MINIMUM.composition
}

/** The words that a password for this person must not lean on. */
export const contextWords = (person: {
  readonly emailCanonical: string
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly username?: string | null
}): string[] => {
  const [local = '', host = ''] = person.emailCanonical.split('@')
  const names = [person.firstName, person.lastName, person.username].filter((n) => n != null)
  return [local, ...local.split(/[^\p{L}\p{N}]+/u), ...host.split('.').slice(0, -1), ...names]
}
