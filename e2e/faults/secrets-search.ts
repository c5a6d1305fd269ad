/** A value that must be readable nowhere, and what it is. */
export interface Secret {
  readonly what: string
  readonly value: string
}

/** Shorter than this, a fragment occurs by accident. */
const SHORTEST = 6

/** What base64 makes of `bytes` inside a longer text: one form for each of the three alignments. */
const insideBase64 = (bytes: Buffer): string[] =>
  [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
    const whole = padded.subarray(0, padded.length - (padded.length % 3))
    const text = whole.toString('base64').slice(Math.ceil((offset * 8) / 6))
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')]
  })

/** The value, its bytes in hex and base64, and for a token also the bytes that it spells. */
const formsOf = ({ value }: Secret): (string | Buffer)[] => {
  const bytes = Buffer.from(value)
  const isToken = /^[\w-]{80,}$/.test(value)
  // A token is id, secret and tag; the id is no secret.
  const spelt = isToken ? Buffer.from(value, 'base64url').subarray(16, 48) : null
  return [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('hex'),
    ...insideBase64(bytes),
    ...(spelt ? [spelt, spelt.toString('hex'), ...insideBase64(spelt)] : []),
  ].filter((form) => form.length >= SHORTEST)
}

const isDigits = (form: string | Buffer): boolean => typeof form === 'string' && /^\d+$/.test(form)

/** Six digits stand alone, or are a part of some number or hash. */
const holds = (haystack: Buffer, form: string | Buffer): boolean =>
  isDigits(form)
    ? new RegExp(`(?<![\\w.-])${form}(?![\\w-])`).test(haystack.toString('latin1'))
    : haystack.includes(form)

/** Which secrets can be read in which of the places, in any of their forms. */
export const secretsIn = (
  places: Readonly<Record<string, Buffer>>,
  secrets: readonly Secret[],
): string[] =>
  Object.entries(places).flatMap(([place, haystack]) =>
    secrets
      .filter((secret) => formsOf(secret).some((form) => holds(haystack, form)))
      .map(({ what, value }) => `${what} in ${place}: ${value}`),
  )
