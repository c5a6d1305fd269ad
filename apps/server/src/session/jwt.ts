import { type KeyObject, sign, verify } from 'node:crypto'
import { toRawSignature } from './raw-signature.ts'

const MAX_BYTES = 4096
const SIGNATURE_BYTES = 64
/** JWS wants R and S side by side, not DER (RFC 7518 §3.4). */
const dsaEncoding = 'ieee-p1363'

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The first segment of our access tokens (RFC 9068 §2.1). */
export const jwtHeader = (kid: string): string => encode({ alg: 'ES256', typ: 'at+jwt', kid })

/** A compact JWS by ES256 with node:crypto: synchronous, see architecture.md 5. */
export const signJwt = (header: string, payload: object, privateKey: KeyObject): string => {
  const signed = `${header}.${encode(payload)}`
  const signature = toRawSignature(sign('sha256', Buffer.from(signed), privateKey))
  return `${signed}.${signature.toString('base64url')}`
}

/** A token taken apart; nothing in it is proven yet. */
export interface UnprovenJwt {
  readonly kid: string
  readonly signed: string
  readonly payload: Buffer
  readonly signature: Buffer
}

/**
 * Takes a token of our one kind apart. Resolves to null for any other algorithm, type or spelling,
 * so that the token never chooses how it is checked (RFC 8725 §3.1, §3.11).
 */
export const readJwt = (token: string): UnprovenJwt | null => {
  if (token.length > MAX_BYTES) return null
  const segments = token.split('.')
  const [header, payload, signature] = segments.map(decode)
  if (segments.length !== 3 || !header || !payload || !signature) return null
  const kid = kidOf(header)
  if (kid === null || signature.length !== SIGNATURE_BYTES) return null
  return { kid, signed: token.slice(0, token.lastIndexOf('.')), payload, signature }
}

export const isSignedBy = ({ signed, signature }: UnprovenJwt, key: KeyObject): boolean =>
  verify('sha256', Buffer.from(signed), { key, dsaEncoding }, signature)

/** Parses JSON; undefined when it is none. */
export const parseJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString()) as unknown
  } catch {
    return undefined
  }
}

/** Strict base64url: other spellings of the same bytes would be other tokens with the same meaning. */
const decode = (segment: string): Buffer | null => {
  const bytes = Buffer.from(segment, 'base64url')
  return segment !== '' && bytes.toString('base64url') === segment ? bytes : null
}

const kidOf = (header: Buffer): string | null => {
  const fields = parseJson(header)
  if (typeof fields !== 'object' || fields === null) return null
  if (!('alg' in fields) || fields.alg !== 'ES256') return null
  if (!('typ' in fields) || fields.typ !== 'at+jwt' || 'crit' in fields) return null
  return 'kid' in fields && typeof fields.kid === 'string' ? fields.kid : null
}
