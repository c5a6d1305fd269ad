import type { PasswordHash } from '@latchkey/core'

/** Longest salt and longest hash, in bytes: what fits into the column with the rest. */
const MAX_BYTES = 64
/** Shorter ones would match by chance. */
const MIN_HASH_BYTES = 16

/** The memory that a check may take, in KiB. */
const MAX_MEMORY_KIB = 65_536
/** Memory times passes. All limits keep a check below about twice one of bcrypt at cost 12. */
const MAX_ARGON2_WORK = 4 * MAX_MEMORY_KIB
const MAX_ARGON2_LANES = 16
const MAX_SCRYPT_WORK = 2 ** 20
const MAX_PBKDF2_WORK = { sha1: 2_000_000, sha256: 2_000_000, sha512: 600_000 } as const
const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const

export type Pbkdf2Digest = keyof typeof DIGEST_BYTES

interface Stored {
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

/** A hash that another program made, ready to be computed again. */
export type ForeignHash =
  | (Stored & {
      readonly scheme: 'argon2id'
      readonly memoryKib: number
      readonly passes: number
      readonly lanes: number
    })
  | (Stored & {
      /** `scrypt-nfkc`: of the password in NFKC. `firebase-scrypt`: see `firebaseHash`. */
      readonly scheme: 'scrypt' | 'scrypt-nfkc' | 'firebase-scrypt'
      /** N, a power of two. */
      readonly cost: number
      readonly blockSize: number
      readonly lanes: number
    })
  | (Stored & {
      readonly scheme: 'pbkdf2'
      readonly digest: Pbkdf2Digest
      readonly iterations: number
    })

/** The form in which we keep one: PHC strings, base64 without padding. */
const KEPT = /^\$([a-z0-9-]+)\$(?:(v=19)\$)?([a-z0-9=,]+)\$([A-Za-z0-9+/]*)\$([A-Za-z0-9+/]+)$/

const SHAPES = {
  argon2id: /^m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})$/,
  scrypt: /^ln=(\d{1,2}),r=(\d{1,9}),p=(\d{1,9})$/,
  pbkdf2: /^i=(\d{1,10})$/,
} as const

/** Reads a hash as we keep it; null for one of no such scheme, bcrypt and our own among them. */
export const readForeignHash = (stored: string): ForeignHash | null => {
  const [, name = '', version, params = '', salt = '', hash = ''] = KEPT.exec(stored) ?? []
  const bytes = { salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
  const pbkdf2 = /^pbkdf2-(sha1|sha256|sha512)$/.exec(name)
  if (name === 'argon2id' && version) {
    const [, memory, passes, lanes] = SHAPES.argon2id.exec(params) ?? []
    if (memory === undefined) return null
    const work = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) }
    return { scheme: name, ...work, ...bytes }
  }
  if (version) return null
  if (name === 'scrypt' || name === 'scrypt-nfkc' || name === 'firebase-scrypt') {
    const [, log, blockSize, lanes] = SHAPES.scrypt.exec(params) ?? []
    if (log === undefined) return null
    const work = { cost: 2 ** Number(log), blockSize: Number(blockSize), lanes: Number(lanes) }
    return { scheme: name, ...work, ...bytes }
  }
  const [, iterations] = SHAPES.pbkdf2.exec(params) ?? []
  if (!pbkdf2 || iterations === undefined) return null
  const digest = pbkdf2[1] as Pbkdf2Digest
  return { scheme: 'pbkdf2', digest, iterations: Number(iterations), ...bytes }
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/=+$/, '')

/** The text that `readForeignHash` reads. */
export const writeForeignHash = (foreign: ForeignHash): PasswordHash => {
  const stored = `${base64(foreign.salt)}$${base64(foreign.hash)}`
  return `$${schemeText(foreign)}$${stored}` as PasswordHash
}

const schemeText = (foreign: ForeignHash): string => {
  if (foreign.scheme === 'argon2id')
    return `argon2id$v=19$m=${foreign.memoryKib},t=${foreign.passes},p=${foreign.lanes}`
  if (foreign.scheme === 'pbkdf2') return `pbkdf2-${foreign.digest}$i=${foreign.iterations}`
  const { scheme, cost, blockSize, lanes } = foreign
  return `${scheme}$ln=${Math.log2(cost)},r=${blockSize},p=${lanes}`
}

/** Why a hash cannot be taken over: it can never match, or each check would cost too much. */
export type HashProblem = 'hash_malformed' | 'hash_too_dear'

/** What is wrong with a hash of another program; null when it can be checked at a bounded cost. */
export const foreignHashProblem = (foreign: ForeignHash): HashProblem | null => {
  const { salt, hash } = foreign
  if (hash.length < MIN_HASH_BYTES || hash.length > MAX_BYTES || salt.length > MAX_BYTES)
    return 'hash_malformed'
  if (!hasSense(foreign)) return 'hash_malformed'
  return isTooDear(foreign) ? 'hash_too_dear' : null
}

const hasSense = (foreign: ForeignHash): boolean => {
  if (foreign.scheme === 'pbkdf2') return foreign.iterations >= 1
  if (foreign.lanes < 1) return false
  // RFC 9106 §3.1
  if (foreign.scheme === 'argon2id')
    return foreign.passes >= 1 && foreign.memoryKib >= 8 * foreign.lanes && foreign.salt.length >= 8
  // RFC 7914 §2
  return foreign.cost >= 2 && Number.isInteger(Math.log2(foreign.cost)) && foreign.blockSize >= 1
}

const isTooDear = (foreign: ForeignHash): boolean => {
  if (foreign.scheme === 'pbkdf2') {
    const blocks = Math.ceil(foreign.hash.length / DIGEST_BYTES[foreign.digest])
    return foreign.iterations * blocks > MAX_PBKDF2_WORK[foreign.digest]
  }
  if (foreign.scheme === 'argon2id') {
    const { memoryKib, passes, lanes } = foreign
    return (
      memoryKib > MAX_MEMORY_KIB || memoryKib * passes > MAX_ARGON2_WORK || lanes > MAX_ARGON2_LANES
    )
  }
  const { cost, blockSize, lanes } = foreign
  const memoryKib = (128 * cost * blockSize) / 1024
  return memoryKib > MAX_MEMORY_KIB || cost * blockSize * lanes > MAX_SCRYPT_WORK
}
