import { createRequire } from 'node:module'
import { type BreachedPasswords, readBreachedPasswords } from './breached-passwords.ts'

/** Why a password must not be used, whatever its length and composition. */
export type BlockReason = 'common' | 'breached'

/** Null when the password stands on no list. */
export type PasswordBlocklist = (password: string) => BlockReason | null

const MAX_DECORATION = 5

/**
 * The lists a new password is held against (NIST SP 800-63B-4 §3.1.1.2): 49,233 common passwords,
 * compared without case, also after taking off up to five digits or signs at the end, because
 * `Password1!` is `password`; and the operator's own list of breached ones, `breachedFile`, see
 * `readBreachedPasswords`.
 *
 * Both are read at the first call, which takes about 25 ms: call it once after the server listens.
 */
export const passwordBlocklist = ({
  breachedFile,
}: {
  readonly breachedFile?: string
} = {}): PasswordBlocklist => {
  let lists: { common: ReadonlySet<string>; breached: BreachedPasswords | null } | null = null
  return (password) => {
    lists ??= {
      common: readCommonPasswords(),
      breached: breachedFile === undefined ? null : readBreachedPasswords(breachedFile),
    }
    const text = password.normalize('NFC')
    if (undecorated(text.toLowerCase()).some((word) => lists?.common.has(word))) return 'common'
    return lists.breached?.has(text) ? 'breached' : null
  }
}

/** Loaded by `require`, the only way to load a package late and at once. */
const readCommonPasswords = (): ReadonlySet<string> => {
  const require = createRequire(import.meta.url)
  const {
    dictionary,
  }: typeof import('@zxcvbn-ts/language-common') = require('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}

/** The password and what is left of it without one to five trailing non-letters. */
const undecorated = (password: string): string[] => {
  const forms = [password]
  let left = [...password]
  while (forms.length <= MAX_DECORATION && /\P{L}/u.test(left.at(-1) ?? '')) {
    left = left.slice(0, -1)
    forms.push(left.join(''))
  }
  return forms
}
