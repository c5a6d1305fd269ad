import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'

/** A 256-bit key and the public name that stands in what it seals. */
export interface SealingKey {
  readonly id: string
  readonly key: Uint8Array
}

/** Authenticated encryption of text at rest: AES-256-GCM (NIST SP 800-38D) with a versioned key. */
export interface Sealer {
  /** Seals under the first key; `purpose` says what and whose the text is, and is not kept. */
  seal(purpose: string, text: string): string
  /** Throws when the text was changed, sealed for another purpose or under a key we do not hold. */
  open(purpose: string, sealed: string): string
  /** Whether another key than the first one sealed it. */
  needsReseal(sealed: string): boolean
}

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

const associated = (keyId: string, purpose: string) =>
  Buffer.from(JSON.stringify([VERSION, keyId, purpose]))

/** `v1.<key id>.<iv>.<ciphertext and tag>`, the last two in base64url; a fresh random IV each time. */
export const createSealer = (given: readonly [SealingKey, ...SealingKey[]]): Sealer => {
  if (given.some(({ id, key }) => id.includes('.') || key.length !== 32))
    throw new Error('A sealing key is 32 bytes long and has no dot in its id.')
  const made = ({ id, key }: SealingKey) => ({ id, key: createSecretKey(key) })
  const newest = made(given[0])
  const keys = [newest, ...given.slice(1).map(made)]
  return {
    seal: (purpose, text) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', newest.key, iv)
      cipher.setAAD(associated(newest.id, purpose))
      const sealed = Buffer.concat([
        cipher.update(text, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ])
      return [VERSION, newest.id, iv.toString('base64url'), sealed.toString('base64url')].join('.')
    },
    open: (purpose, sealed) => {
      const [version, keyId = '', iv = '', body = '', ...rest] = sealed.split('.')
      const key = keys.find(({ id }) => id === keyId)
      const bytes = Buffer.from(body, 'base64url')
      if (version !== VERSION || rest.length > 0 || bytes.length < TAG_BYTES)
        throw new Error('This is no sealed text.')
      if (!key) throw new Error(`The text is sealed under the unknown key ${keyId}.`)
      const decipher = createDecipheriv('aes-256-gcm', key.key, Buffer.from(iv, 'base64url'), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(associated(keyId, purpose))
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      return (
        decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      )
    },
    needsReseal: (sealed) => sealed.split('.')[1] !== newest.id,
  }
}
