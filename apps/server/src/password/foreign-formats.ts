import type { PasswordHash } from '@latchkey/core'
import {
  type ForeignHash,
  foreignHashProblem,
  type HashProblem,
  type Pbkdf2Digest,
  readForeignHash,
  writeForeignHash,
} from './foreign-hash.ts'

/** A hash as another program exported it: one text, or the hash and its parameters apart. */
export interface ExportedHash {
  readonly text: string
  /** Needed where the text does not say it. */
  readonly scheme?: string
  readonly salt?: string
  readonly iterations?: number
}

/** The parameters of all hashes of a Firebase project. */
export interface FirebaseParameters {
  readonly signerKey: Uint8Array
  readonly saltSeparator: Uint8Array
  readonly rounds: number
  /** Logarithm of N. */
  readonly memCost: number
}

type Parsed =
  | { readonly ok: true; readonly hash: PasswordHash }
  | { readonly ok: false; readonly reason: HashProblem | 'hash_unknown' | 'hash_of_other_secret' }

/** The dearest bcrypt that is taken: our own cost. */
const MAX_BCRYPT_COST = 12
const MIN_BCRYPT_COST = 4

const failed = (reason: Extract<Parsed, { ok: false }>['reason']): Parsed => ({ ok: false, reason })

/** Where an export of ours comes from: whether a pepper is ours. */
interface Context {
  readonly isOwnPepper: (id: string) => boolean
  readonly firebase: FirebaseParameters | null
}

/** Reads the hash of another program into the form that a sign-in checks; says why it cannot be. */
export const parseExportedHash = (exported: ExportedHash, context: Context): Parsed => {
  const text = exported.text.trim()
  const bcrypt = /^(?:hmac-sha384:([0-9a-f]{8}):)?\$2([aby])\$(\d\d)(\$[./A-Za-z0-9]{53})$/.exec(
    text,
  )
  if (bcrypt) {
    const [, pepper, , cost, rest] = bcrypt
    if (Number(cost) > MAX_BCRYPT_COST) return failed('hash_too_dear')
    if (Number(cost) < MIN_BCRYPT_COST) return failed('hash_malformed')
    if (pepper !== undefined && !context.isOwnPepper(pepper)) return failed('hash_of_other_secret')
    // a, b and y name one algorithm; only b is what the libraries of today write.
    const front = pepper === undefined ? '' : `hmac-sha384:${pepper}:`
    return { ok: true, hash: `${front}$2b$${cost}${rest}` as PasswordHash }
  }
  const foreign = foreignOf({ ...exported, text }, context.firebase)
  if (!foreign) return failed('hash_unknown')
  const problem = foreignHashProblem(foreign)
  return problem ? failed(problem) : { ok: true, hash: writeForeignHash(foreign) }
}

const foreignOf = (
  { text, scheme, salt, iterations }: ExportedHash,
  firebase: FirebaseParameters | null,
): ForeignHash | null => {
  if (scheme === 'firebase-scrypt') return firebase && firebaseHash(text, salt ?? '', firebase)
  if (scheme === 'better-auth') return betterAuthHash(text)
  const digest = /^pbkdf2[-_](?:hmac[-_])?(sha1|sha256|sha512)$/.exec(scheme ?? '')?.[1]
  if (digest !== undefined && salt !== undefined && iterations !== undefined)
    return pbkdf2(digest, iterations, bytesOf(salt), bytesOf(text))
  // Some write the padding, which PHC strings do not have.
  return readForeignHash(text.replace(/=+(?=\$|$)/g, '')) ?? passlibHash(text) ?? djangoHash(text)
}

/** `$pbkdf2-sha256$29000$salt$hash`, as passlib writes it: with dots for plus signs. */
const passlibHash = (text: string): ForeignHash | null => {
  const [, digest, iterations, salt = '', hash = ''] =
    /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,10})(?:,l=\d+)?\$([./+A-Za-z0-9]*)\$([./+A-Za-z0-9]+)$/.exec(
      text,
    ) ?? []
  if (iterations === undefined) return null
  const [saltBytes, hashBytes] = [salt, hash].map((part) => bytesOf(part.replaceAll('.', '+')))
  return pbkdf2(digest ?? 'sha1', Number(iterations), saltBytes ?? null, hashBytes ?? null)
}

/** `pbkdf2_sha256$600000$salt$hash`, as Django writes it: the salt is text. */
const djangoHash = (text: string): ForeignHash | null => {
  const [, digest, iterations, salt = '', hash = ''] =
    /^pbkdf2_(sha1|sha256)\$(\d{1,10})\$([^$]{1,64})\$([+/=A-Za-z0-9]+)$/.exec(text) ?? []
  if (digest === undefined) return null
  return pbkdf2(digest, Number(iterations), Buffer.from(salt), bytesOf(hash))
}

const pbkdf2 = (
  digest: string,
  iterations: number,
  salt: Uint8Array | null,
  hash: Uint8Array | null,
): ForeignHash | null =>
  salt && hash && Number.isSafeInteger(iterations)
    ? { scheme: 'pbkdf2', digest: digest as Pbkdf2Digest, iterations, salt, hash }
    : null

/** `salt:hash` in hexadecimal; the salt is used as it is written (Better Auth, its only parameters). */
const betterAuthHash = (text: string): ForeignHash | null => {
  const [, salt, hash] = /^([0-9a-f]{32}):([0-9a-f]{128})$/.exec(text) ?? []
  if (salt === undefined || hash === undefined) return null
  const work = { cost: 2 ** 14, blockSize: 16, lanes: 1 }
  return {
    scheme: 'scrypt-nfkc',
    ...work,
    salt: Buffer.from(salt),
    hash: Buffer.from(hash, 'hex'),
  }
}

/**
 * Firebase encrypts its signer key under what scrypt gives (AES-256 in counter mode). Taking the key
 * out again leaves the key stream, which follows from the password alone: so no key of Firebase's is
 * kept, and the check is to encrypt zeros.
 */
const firebaseHash = (
  text: string,
  salt: string,
  { signerKey, saltSeparator, rounds, memCost }: FirebaseParameters,
): ForeignHash | null => {
  const [hash, saltBytes] = [bytesOf(text), bytesOf(salt)]
  if (!hash || !saltBytes || hash.length !== signerKey.length) return null
  return {
    scheme: 'firebase-scrypt',
    ...{ cost: 2 ** memCost, blockSize: rounds, lanes: 1 },
    salt: Buffer.concat([saltBytes, saltSeparator]),
    hash: hash.map((byte, index) => byte ^ (signerKey[index] ?? 0)),
  }
}

/** The bytes of base64, of either alphabet, padded or not; null for anything else. */
export const bytesOf = (text: string): Uint8Array | null =>
  /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null
