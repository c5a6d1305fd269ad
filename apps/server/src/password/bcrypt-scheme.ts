import { createHmac } from 'node:crypto'
import type { PasswordHash } from '@latchkey/core'
import type { DerivedKeys } from '@latchkey/process'

/** bcrypt reads no byte after this one. */
const MAX_PLAIN_BYTES = 72

const STORED = /^(?:hmac-sha384:([0-9a-f]{8}):)?(\$2[ab]\$\d\d\$[./A-Za-z0-9]{53})$/

/** What bcrypt is given for a new hash, and what stands in front of its result. */
export interface HashInput {
  readonly text: string
  readonly prefix: string
}

/** What bcrypt compares. When `counts` is false the work is done and the answer is no. */
export interface CompareInput {
  readonly text: string
  readonly bcryptHash: string
  readonly counts: boolean
}

const normal = (password: string): string => password.normalize('NFC')

const isLong = (text: string): boolean => Buffer.byteLength(text) > MAX_PLAIN_BYTES

/** 64 characters that stand for the whole password; base64 holds no NUL byte. */
const prehash = (pepper: Buffer, text: string): string =>
  createHmac('sha384', pepper).update(text).digest('base64')

/**
 * Up to 72 bytes of UTF-8 in NFC go to bcrypt as they are, so that any other tool reads the hash;
 * a longer password as base64(HMAC-SHA-384(pepper, password)), never truncated (security.md 3.2).
 */
export const hashInput = (peppers: DerivedKeys, password: string): HashInput => {
  const text = normal(password)
  const [pepper] = peppers
  return isLong(text)
    ? { text: prehash(pepper.key, text), prefix: `hmac-sha384:${pepper.id}:` }
    : { text, prefix: '' }
}

/**
 * How to compare `password` with a stored hash: the hash says by which scheme. Without a hash, with
 * one we cannot read, one whose pepper is gone, or a password that bcrypt would cut off, a dummy of
 * the same cost is compared instead, so that nobody can tell by the time it takes.
 */
export const compareInput = (
  peppers: DerivedKeys,
  password: string,
  stored: PasswordHash | null,
  cost: number,
): CompareInput => {
  const text = normal(password)
  const [, pepperId, bcryptHash] = STORED.exec(stored ?? '') ?? []
  const pepper = pepperId === undefined ? null : peppers.find(({ id }) => id === pepperId)
  const input = pepper ? prehash(pepper.key, text) : text
  if (bcryptHash === undefined || pepper === undefined || isLong(input))
    return { text: input, bcryptHash: bcryptHash ?? dummyHash(cost), counts: false }
  return { text: input, bcryptHash, counts: true }
}

/** A well-formed hash of a password that nobody knows. */
const dummyHash = (cost: number): string =>
  `$2b$${String(cost).padStart(2, '0')}$IpP0fPKHTnyHqw1jBs0BFOcZ8uRn/KBRTr8OWeqJVhzE9U8kzDnHe`
