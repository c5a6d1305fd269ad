import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { keyring } from '@latchkey/process'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { bcryptPool } from './bcrypt-pool.ts'
import {
  type ForeignHash,
  foreignHashProblem,
  readForeignHash,
  writeForeignHash,
} from './foreign-hash.ts'

const peppers = keyring([Buffer.alloc(32, 'pepper')]).keys('password-pepper')
const pool = bcryptPool({ peppers, maxWaitMs: 60_000, workers: 1, cost: 4 })
afterAll(pool.close)

/** As a sign-in checks it: from the text of the column, in a hashing thread. */
const matchesForeign = async (foreign: ForeignHash, password: string): Promise<boolean> => {
  const outcome = await pool.verify(password, writeForeignHash(foreign))
  return outcome.ok && outcome.matches
}

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex')
const base64 = (text: string): Buffer => Buffer.from(text, 'base64')

const SCRYPT: ForeignHash = {
  scheme: 'scrypt',
  cost: 1024,
  blockSize: 8,
  lanes: 16,
  salt: Buffer.from('NaCl'),
  hash: hex(`fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
             2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640`),
}

const PUBLISHED: readonly (readonly [string, string, ForeignHash])[] = [
  ['RFC 7914 §12', 'password', SCRYPT],
  [
    'RFC 7914 §11',
    'passwd',
    {
      scheme: 'pbkdf2',
      digest: 'sha256',
      iterations: 1,
      salt: Buffer.from('salt'),
      hash: hex(`55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc
                 a9ca9ccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783c`).subarray(0, 32),
    },
  ],
  [
    'RFC 6070',
    'password',
    {
      scheme: 'pbkdf2',
      digest: 'sha1',
      iterations: 4096,
      salt: Buffer.from('salt'),
      hash: hex('4b007901b765489abead49d926f721d065a429c1'),
    },
  ],
]

test.each(PUBLISHED)(
  'the vector of %s matches, and no other password',
  async (_, password, foreign) => {
    expect(await matchesForeign(foreign, password)).toBe(true)
    expect(await matchesForeign(foreign, `${password} `)).toBe(false)
  },
)

test('the vector of the reference implementation of argon2id matches as it is written', async () => {
  const foreign = readForeignHash(
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  )
  if (!foreign) throw new Error('unread')
  expect(foreignHashProblem(foreign)).toBeNull()
  expect(await matchesForeign(foreign, 'password')).toBe(true)
  expect(await matchesForeign(foreign, 'Password')).toBe(false)
})

test('the vector of Firebase matches without its signer key', async () => {
  const signer = base64(
    'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  )
  const published = base64(
    'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  )
  const foreign: ForeignHash = {
    scheme: 'firebase-scrypt',
    cost: 2 ** 14,
    blockSize: 8,
    lanes: 1,
    salt: Buffer.concat([base64('42xEC+ixf3L2lw=='), base64('Bw==')]),
    hash: published.map((byte, index) => byte ^ (signer[index] ?? 0)),
  }
  expect(await matchesForeign(foreign, 'user1password')).toBe(true)
  expect(await matchesForeign(foreign, 'user2password')).toBe(false)
})

test('scrypt-nfkc takes two forms of the same letters for one password', async () => {
  const letters: ForeignHash = { ...SCRYPT, scheme: 'scrypt-nfkc' }
  expect(await matchesForeign(letters, 'ｐａｓｓｗｏｒｄ')).toBe(true)
  expect(await matchesForeign(SCRYPT, 'ｐａｓｓｗｏｒｄ')).toBe(false)
})

const bytes = (min: number) => fc.uint8Array({ minLength: min, maxLength: 64 })
const anyForeign: fc.Arbitrary<ForeignHash> = fc.oneof(
  fc.record({
    scheme: fc.constant('argon2id' as const),
    memoryKib: fc.integer({ min: 8, max: 65_536 }),
    passes: fc.integer({ min: 1, max: 9 }),
    lanes: fc.integer({ min: 1, max: 16 }),
    salt: bytes(8),
    hash: bytes(16),
  }),
  fc.record({
    scheme: fc.constantFrom('scrypt' as const, 'scrypt-nfkc' as const, 'firebase-scrypt' as const),
    cost: fc.integer({ min: 1, max: 20 }).map((log) => 2 ** log),
    blockSize: fc.integer({ min: 1, max: 32 }),
    lanes: fc.integer({ min: 1, max: 8 }),
    salt: bytes(0),
    hash: bytes(16),
  }),
  fc.record({
    scheme: fc.constant('pbkdf2' as const),
    digest: fc.constantFrom('sha1' as const, 'sha256' as const, 'sha512' as const),
    iterations: fc.integer({ min: 1, max: 10_000_000 }),
    salt: bytes(0),
    hash: bytes(16),
  }),
)

test('what is written is read back, and fits into its column', () => {
  fc.assert(
    fc.property(anyForeign, (foreign) => {
      const text = writeForeignHash(foreign)
      expect(text.length).toBeLessThanOrEqual(255)
      const read = readForeignHash(text)
      const plain = { salt: Buffer.from(foreign.salt), hash: Buffer.from(foreign.hash) }
      expect(read).toEqual({ ...foreign, ...plain })
    }),
  )
})

const withWork = (changes: object): ForeignHash => ({ ...SCRYPT, ...changes }) as ForeignHash
const argon2 = { scheme: 'argon2id', salt: randomBytes(16), hash: randomBytes(32) }
const pbkdf2 = { scheme: 'pbkdf2', salt: randomBytes(16), hash: randomBytes(32) }

test.each([
  ['64 MiB and a little', { ...argon2, memoryKib: 65_537, passes: 1, lanes: 1 }],
  ['more passes than 64 MiB times four', { ...argon2, memoryKib: 65_536, passes: 5, lanes: 1 }],
  ['a thousand lanes', { ...argon2, memoryKib: 65_536, passes: 1, lanes: 1000 }],
  ['scrypt of 128 MiB', { cost: 2 ** 17, blockSize: 8, lanes: 1 }],
  ['scrypt in many lanes', { cost: 2 ** 14, blockSize: 8, lanes: 64 }],
  ['absurd iterations', { ...pbkdf2, digest: 'sha256', iterations: 2 ** 31 }],
  ['iterations times blocks', { ...pbkdf2, digest: 'sha1', iterations: 1_500_000 }],
])('%s is too dear', (_, changes) => {
  expect(foreignHashProblem(withWork(changes))).toBe('hash_too_dear')
})

test.each([
  ['a hash that matches by chance', { hash: randomBytes(15) }],
  ['a hash that does not fit', { hash: randomBytes(65) }],
  ['a salt that does not fit', { salt: randomBytes(65) }],
  ['no lane', { lanes: 0 }],
  ['N = 1', { cost: 1 }],
  ['no block', { blockSize: 0 }],
  ['too little memory for its lanes', { ...argon2, memoryKib: 15, passes: 1, lanes: 2 }],
  ['no iteration', { ...pbkdf2, digest: 'sha512', iterations: 0 }],
])('%s is no hash', (_, changes) => {
  expect(foreignHashProblem(withWork(changes))).toBe('hash_malformed')
})

test.each([
  '',
  '$2b$12$IpP0fPKHTnyHqw1jBs0BFOcZ8uRn/KBRTr8OWeqJVhzE9U8kzDnHe',
  'hmac-sha384:01234567:$2b$12$IpP0fPKHTnyHqw1jBs0BFOcZ8uRn/KBRTr8OWeqJVhzE9U8kzDnHe',
  '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  '$argon2id$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  '$argon2id$v=19$m=65536,t=2,p=1,data=AA$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZ',
  '$scrypt$ln=-1,r=8,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAA',
  '$md5$i=1$AAAA$AAAAAAAAAAAAAAAAAAAAAA',
])('%j is none of these schemes', (text) => {
  expect(readForeignHash(text)).toBeNull()
})

test('the key stream of Firebase is AES in counter mode from zero', () => {
  // A check of the trick itself: a ciphertext XOR its plaintext is the ciphertext of zeros.
  const key = createHash('sha256').update('key').digest()
  const cipher = () => createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  const plain = randomBytes(64)
  const stream = cipher()
    .update(plain)
    .map((byte, index) => byte ^ (plain[index] ?? 0))
  expect(Buffer.from(stream)).toEqual(cipher().update(Buffer.alloc(64)))
})
