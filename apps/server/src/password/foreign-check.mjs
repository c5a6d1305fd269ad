// Plain JavaScript, as the worker that runs it.
import { argon2Sync, createCipheriv, pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto'

/** @typedef {import('./foreign-hash.ts').ForeignHash} ForeignHash */

const AES_KEY_BYTES = 32
const AES_BLOCK_BYTES = 16

/**
 * @param {Extract<ForeignHash, { cost: number }>} foreign
 * @param {string} text
 * @param {number} length
 */
const scrypt = ({ cost, blockSize, lanes, salt }, text, length) =>
  scryptSync(text, salt, length, {
    cost,
    blockSize,
    parallelization: lanes,
    maxmem: 256 * cost * blockSize + 1024 * blockSize * lanes,
  })

/**
 * @param {ForeignHash} foreign
 * @param {string} text
 */
const derive = (foreign, text) => {
  const { salt, hash } = foreign
  switch (foreign.scheme) {
    case 'argon2id':
      return argon2Sync('argon2id', {
        message: text,
        nonce: salt,
        parallelism: foreign.lanes,
        tagLength: hash.length,
        memory: foreign.memoryKib,
        passes: foreign.passes,
      })
    case 'pbkdf2':
      return pbkdf2Sync(text, salt, foreign.iterations, hash.length, foreign.digest)
    case 'scrypt':
      return scrypt(foreign, text, hash.length)
    case 'scrypt-nfkc':
      return scrypt(foreign, text.normalize('NFKC'), hash.length)
    case 'firebase-scrypt': {
      const key = scrypt(foreign, text, AES_KEY_BYTES)
      const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(AES_BLOCK_BYTES))
      return cipher.update(Buffer.alloc(hash.length))
    }
  }
}

/**
 * Whether the text is the password of a hash that another program made.
 *
 * @param {ForeignHash} foreign
 * @param {string} text
 */
export const matchesForeign = (foreign, text) =>
  timingSafeEqual(derive(foreign, text), foreign.hash)
