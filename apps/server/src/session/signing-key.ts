import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import type { StoredSigningKey } from '@latchkey/sql'

/** Seals and opens text under a key of `keyring.keys('signing-key')`. */
export interface KeySealer {
  seal(purpose: string, text: string): string
  /** Throws when the text was changed or sealed under a key we do not hold. */
  open(purpose: string, sealed: string): string
}

/** Names the key, so that no row's key opens in the place of another's. */
const purposeOf = (kid: string): string => `signing-key:${kid}`

/** Makes an ES256 key (RFC 7518 §3.4). jose is loaded here only: it has no place on the start path. */
export const makeSigningKey = async (sealer: KeySealer, now: Date): Promise<StoredSigningKey> => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { calculateJwkThumbprint } = await import('jose')
  const jwk = publicKey.export({ format: 'jwk' })
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const kid = await calculateJwkThumbprint({
    kty: 'EC',
    crv: 'P-256',
    x: jwk.x ?? '',
    y: jwk.y ?? '',
  })
  return {
    kid,
    publicJwk: JSON.stringify(jwk),
    sealedPrivateKey: sealer.seal(purposeOf(kid), pem),
    createdAt: now,
    retiredAt: null,
  }
}

/** The JWK as the JWKS shows it (RFC 7517 §4). */
export const publishedJwk = ({ kid, publicJwk }: StoredSigningKey): JsonWebKey => ({
  ...(JSON.parse(publicJwk) as JsonWebKey),
  kid,
  alg: 'ES256',
  use: 'sig',
})

export const openPublicKey = ({ publicJwk }: StoredSigningKey): KeyObject =>
  createPublicKey({ key: JSON.parse(publicJwk) as JsonWebKey, format: 'jwk' })

/** The secret that sealed the keys is not among the configured ones; the message tells the mend. */
export class SealedUnderAnotherSecret extends Error {
  constructor(cause: unknown) {
    super(
      'the signing key in the database was sealed under another LATCHKEY_SECRET: ' +
        'put the former secret behind the new one, with a comma between them',
      { cause },
    )
  }
}

export const openPrivateKey = (sealer: KeySealer, key: StoredSigningKey): KeyObject => {
  try {
    return createPrivateKey(sealer.open(purposeOf(key.kid), key.sealedPrivateKey))
  } catch (cause) {
    throw new SealedUnderAnotherSecret(cause)
  }
}

/** The private key sealed anew under the newest key. */
export const resealPrivateKey = (sealer: KeySealer, key: StoredSigningKey): string =>
  sealer.seal(purposeOf(key.kid), sealer.open(purposeOf(key.kid), key.sealedPrivateKey))
