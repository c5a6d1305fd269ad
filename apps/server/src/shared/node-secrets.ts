import { createHmac, createSecretKey, type KeyObject, randomBytes, randomInt } from 'node:crypto'
import type { OpaqueToken, Secrets, TokenKind } from '@latchkey/core'
import type { DerivedKeys, Keyring } from '@latchkey/process'
import { v7 } from 'uuid'
import { hashOf, idOf, isTaggedBy, readToken, sealToken, secretOf } from './opaque-token.ts'
import { CODES, codeFrom, hashShortCode, sameHash } from './short-codes.ts'

const KINDS = {
  refresh: true,
  registration: true,
  verification: true,
  reset: true,
  setup: true,
  otp: true,
  invitation: true,
} satisfies Record<TokenKind, true>

/**
 * Ids, opaque tokens and short codes from node:crypto, all synchronous.
 *
 * New tokens are tagged by the newest key; tokens of every key on the ring are read. What follows
 * from a token (its successor's secret, its code) is derived by the key that tagged that token, so
 * a repeat gets the same answer after the operator put a new secret in front, while the successor
 * is tagged by the newest key: a chain moves over by itself.
 */
export const nodeSecrets = (keyring: Keyring): Secrets => {
  const tagKeys = keyObjects(keyring.keys('token-tag'))
  const derivationKeys = keyObjects(keyring.keys('token-derivation'))
  const codeKeys = keyring.keys('code')

  const makerOf = (bytes: Buffer, kinds: readonly TokenKind[]): number =>
    tagKeys.findIndex((key) => kinds.some((kind) => isTaggedBy(key, kind, bytes)))

  /** The bytes of a token of ours and the place on the ring of the key that tagged it. */
  const source = (from: OpaqueToken): { secret: Buffer; place: number } => {
    const bytes = readToken(from.token)
    const kinds = Object.keys(KINDS) as TokenKind[]
    const place = bytes === null ? -1 : makerOf(bytes, kinds)
    if (bytes === null || place < 0) throw new Error('derived from a token that we did not make')
    return { secret: secretOf(bytes), place }
  }

  return {
    newId: () => v7(),

    newHandle: () => randomBytes(16).toString('base64url'),

    issue: (kind, id) => sealToken(tagKeys[0], kind, id, randomBytes(32)),

    open(kind, presented) {
      const bytes = readToken(presented)
      if (bytes === null || makerOf(bytes, [kind]) < 0) return null
      return { token: presented, id: idOf(bytes), hash: hashOf(secretOf(bytes)) }
    },

    derive(kind, from) {
      const { secret, place } = source(from)
      const key = derivationKeys[place] ?? derivationKeys[0]
      const next = createHmac('sha256', key).update(`${kind}\0`).update(secret).digest()
      return sealToken(tagKeys[0], kind, from.id, next)
    },

    deriveCode(from) {
      const { secret, place } = source(from)
      return codeFrom((codeKeys[place] ?? codeKeys[0]).key, secret)
    },

    newCode: () => String(randomInt(CODES)).padStart(6, '0'),

    hashCode: (id, code) => hashShortCode(codeKeys, id, code),

    equal: sameHash,
  }
}

/** Node checks a raw key at every HMAC, which takes longer than the HMAC; a KeyObject once. */
const keyObjects = ([newest, ...older]: DerivedKeys): readonly [KeyObject, ...KeyObject[]] => [
  createSecretKey(newest.key),
  ...older.map(({ key }) => createSecretKey(key)),
]
