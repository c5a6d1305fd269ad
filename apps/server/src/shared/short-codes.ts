import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SecretHash } from '@latchkey/core'
import type { DerivedKeys } from '@latchkey/process'

/** How many codes of six digits there are. */
export const CODES = 1_000_000
/** Words from here on would make the low codes likelier than the high ones. */
const FAIR_WORDS = Math.floor(2 ** 32 / CODES) * CODES
const HASH_BYTES = 16
/** Codes live for hours: the present secret and the one before it are honoured. */
const HONOURED_KEYS = 2

/** The six digits that follow from `secret`: uniform, by rejecting the words above the last fair one. */
export const codeFrom = (key: Buffer, secret: Uint8Array): string => {
  for (let round = 0; ; round++) {
    const words = createHmac('sha256', key).update(`code\0${round}\0`).update(secret).digest()
    for (let at = 0; at < words.length; at += 4) {
      const word = words.readUInt32BE(at)
      if (word < FAIR_WORDS) return String(word % CODES).padStart(6, '0')
    }
  }
}

/**
 * HMAC of a code, bound to the row it belongs to: 128 bits under each of the two newest keys, joined
 * by a dot (31 or 63 characters). A code hashed before the secret was changed shares one part with
 * the hash computed after it, so it still matches; see `sameHash`.
 */
export const hashShortCode = (keys: DerivedKeys, id: string, code: string): SecretHash =>
  keys
    .slice(0, HONOURED_KEYS)
    .map((key) => `${key.id}-${shortHash(key.key, id, code)}`)
    .join('.') as SecretHash

const shortHash = (key: Buffer, id: string, code: string): string =>
  createHmac('sha256', key)
    .update(`${id}\0${code}`)
    .digest()
    .subarray(0, HASH_BYTES)
    .toString('base64url')

/** Whether two hashes have a part in common. Looks at every pair, each in constant time. */
export const sameHash = (a: SecretHash, b: SecretHash): boolean => {
  const theirs = b.split('.')
  let matches = 0
  for (const ours of a.split('.'))
    for (const other of theirs) matches += sameText(ours, other) ? 1 : 0
  return matches > 0
}

const sameText = (a: string, b: string): boolean => {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length > 0 && left.length === right.length && timingSafeEqual(left, right)
}
