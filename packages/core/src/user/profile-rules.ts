/** Longest first name, last name and display name, in code points. */
export const MAX_NAME_LENGTH = 100
/** Largest `preferences` object, in bytes of its JSON. */
export const MAX_PREFERENCES_BYTES = 8192
/** How deep `preferences` nest. */
export const MAX_PREFERENCES_DEPTH = 64

// Controls, line breaks, directional overrides and other invisible characters.
const INVISIBLE =
  /[\p{Cc}\p{Zl}\p{Zp}\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u

/** Something to see: neither blank (also U+2800) nor a filler. */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{Z}\p{C}\u2800]/u

/** Trims and normalises a name; null when it is empty, too long or holds invisible characters. */
export const parseName = (input: string): string | null => {
  const name = input.normalize('NFC').trim()
  if ([...name].length > MAX_NAME_LENGTH || INVISIBLE.test(name)) return null
  return VISIBLE.test(name) ? name : null
}

/** Digits with an optional `+`, spaces, dots, hyphens and parentheses: 4 to 20 digits; else null. */
export const parsePhone = (input: string): string | null => {
  const phone = input.trim()
  const digits = phone.replace(/\D/g, '').length
  return /^\+?[\d ().-]{4,32}$/.test(phone) && digits >= 4 && digits <= 20 ? phone : null
}

/** Looks no deeper than `levels`, however deep the value goes: the other checks recurse. */
export const isAtMostDeep = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((child) => isAtMostDeep(child, levels - 1)))
