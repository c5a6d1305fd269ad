/** One mail address, in the form people typed and in the form it is compared by. */
export interface EmailAddress {
  /** As typed, without spaces around it, in NFC. */
  readonly address: string
  /** NFC and lower-case: what is unique, counted and looked up. */
  readonly canonical: string
}

const ATOM = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+"
const LOCAL_PART = new RegExp(`^${ATOM}(\\.${ATOM})*$`, 'u')
/** Fillers, joiners and selectors make twins that nobody can tell apart (UAX #44, DI). */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u
const HOST_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The one parser of mail addresses; every way in uses it (security.md 1, class 9).
 *
 * Accepts exactly one address: an unquoted local part (RFC 5321 §4.1.2 dot-string, with the letters
 * of RFC 6531) and an ASCII host name with at least one dot; other scripts are written `xn--…`.
 * Resolves to null for everything else. Applies no provider's own folding (dots, `+tags`).
 */
export const parseEmail = (input: string): EmailAddress | null => {
  const address = input.replace(/^ +| +$/g, '').normalize('NFC')
  if (address.length > 254 || INVISIBLE.test(address)) return null
  if ([...input].some(becomesAscii)) return null
  const canonical = address.toLowerCase().normalize('NFC')
  const at = canonical.lastIndexOf('@')
  const local = canonical.slice(0, at)
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local)) return null
  return isHostName(canonical.slice(at + 1)) ? { address, canonical } : null
}

/** Characters such as U+212A (Kelvin sign) that folding turns into a plain letter: a forged twin. */
const becomesAscii = (char: string): boolean =>
  char > '\u007f' && char.normalize('NFC').toLowerCase() <= '\u007f'

const isHostName = (host: string): boolean => {
  const labels = host.split('.')
  const top = labels.at(-1) ?? ''
  return labels.length > 1 && labels.every((label) => HOST_LABEL.test(label)) && !/^\d+$/.test(top)
}
