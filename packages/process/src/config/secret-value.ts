import type { Reading } from './value-kinds.ts'

const SECRET_BYTES = 32
/** 32 random bytes have about 30 different values; fewer than 16 never happens by chance. */
const MIN_DIFFERENT_BYTES = 16

export const HOW_TO_MAKE_A_SECRET = 'make one with: openssl rand -base64 32'

/** One of the secrets in `LATCHKEY_SECRET`: 32 bytes in base64 or base64url. */
export const readSecret = (text: string): Reading<Buffer> => {
  const bytes = Buffer.from(text, 'base64')
  const isBase64 = /^[\w+/-]+={0,2}$/.test(text)
  return isBase64 && bytes.length === SECRET_BYTES
    ? { value: bytes }
    : { problem: `must be 32 bytes in base64; ${HOW_TO_MAKE_A_SECRET}` }
}

/** Why a secret of the right length is no secret; null when it looks random. */
export const weaknessOf = (secret: Uint8Array): string | null => {
  const steps = secret.slice(1).map((byte, at) => byte - (secret[at] ?? 0))
  if (new Set(secret).size < MIN_DIFFERENT_BYTES || new Set(steps).size < MIN_DIFFERENT_BYTES / 2)
    return 'repeats itself'
  if (secret.every((byte) => byte >= 0x20 && byte < 0x7f)) return 'is text, not random bytes'
  return null
}
