/** @typedef {{ minLength: number, rules: string[] }} PasswordPolicy As `GET /api/config` tells it. */

/** @type {Record<string, [string, RegExp]>} */
const RULES = {
  upper: ['Upper-case letter', /\p{Lu}/u],
  lower: ['Lower-case letter', /\p{Ll}/u],
  digit: ['Digit', /\p{Nd}/u],
  special: ['Symbol or space', /[^\p{L}\p{N}]/u],
}

/**
 * What a new password needs, as far as a browser can tell: the server also refuses well-known ones.
 *
 * @param {PasswordPolicy} policy
 * @returns {{ text: string, isMetBy(password: string): boolean }[]}
 */
export const checklist = ({ minLength, rules }) => [
  {
    text: `At least ${minLength} characters`,
    isMetBy: (password) => [...password.normalize('NFC')].length >= minLength,
  },
  ...rules
    .map((rule) => RULES[rule])
    .filter((rule) => rule !== undefined)
    .map(([text, needed]) => ({
      text,
      isMetBy: (/** @type {string} */ password) => needed.test(password.normalize('NFC')),
    })),
]
