import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { OpaqueToken, SecretHash, TokenKind } from '@latchkey/core'
import { parse, stringify } from 'uuid'

const ID_BYTES = 16
const SECRET_BYTES = 32
const TAG_BYTES = 16
const TOKEN_BYTES = ID_BYTES + SECRET_BYTES + TAG_BYTES
const TOKEN_CHARACTERS = Math.ceil((TOKEN_BYTES * 8) / 6)
const SIGNED_BYTES = ID_BYTES + SECRET_BYTES

/** The first 128 bits of HMAC-SHA-256 over kind, id and secret (RFC 2104 §5 allows truncation). */
const tagOf = (key: KeyObject, kind: TokenKind, signed: Buffer): Buffer =>
  createHmac('sha256', key).update(`${kind}\0`).update(signed).digest().subarray(0, TAG_BYTES)

/** Makes the token `id | secret | tag`, base64url. */
export const sealToken = (
  key: KeyObject,
  kind: TokenKind,
  id: string,
  secret: Uint8Array,
): OpaqueToken => {
  const signed = Buffer.concat([parse(id), secret])
  const token = Buffer.concat([signed, tagOf(key, kind, signed)]).toString('base64url')
  return { token, id, hash: hashOf(secret) }
}

/** The bytes of a well-formed token; null for every other spelling of the same bytes. */
export const readToken = (token: string): Buffer | null => {
  if (token.length !== TOKEN_CHARACTERS) return null
  const bytes = Buffer.from(token, 'base64url')
  return bytes.toString('base64url') === token ? bytes : null
}

/** Whether `key` made these bytes as a token of `kind`; takes the same time for every tag. */
export const isTaggedBy = (key: KeyObject, kind: TokenKind, bytes: Buffer): boolean =>
  timingSafeEqual(tagOf(key, kind, bytes.subarray(0, SIGNED_BYTES)), bytes.subarray(SIGNED_BYTES))

export const idOf = (bytes: Buffer): string => stringify(bytes.subarray(0, ID_BYTES))

export const secretOf = (bytes: Buffer): Buffer => bytes.subarray(ID_BYTES, SIGNED_BYTES)

/** What a row keeps of a secret. Plain SHA-256 is enough for 256 random bits (OWASP ASVS 6.5.2). */
export const hashOf = (secret: Uint8Array): SecretHash =>
  createHash('sha256').update(secret).digest('base64url') as SecretHash
