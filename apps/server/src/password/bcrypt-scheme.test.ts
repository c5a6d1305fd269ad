import type { PasswordHash } from '@latchkey/core'
import { keyring } from '@latchkey/process'
import bcrypt from 'bcrypt'
import { expect, test } from 'vitest'
import { compareInput, hashInput } from './bcrypt-scheme.ts'

const peppers = keyring([Buffer.alloc(32, 'pepper')]).keys('password-pepper')
const others = keyring([Buffer.alloc(32, 'other')]).keys('password-pepper')
const COST = 4
const LONG = 'a'.repeat(100)

const hashed = (password: string): PasswordHash => {
  const { text, prefix } = hashInput(peppers, password)
  return `${prefix}${bcrypt.hashSync(text, COST)}` as PasswordHash
}

test('72 bytes are plain bcrypt that any other tool reads', () => {
  const password = 'é'.repeat(36)
  expect(hashed(password)).toMatch(/^\$2b\$04\$/)
  expect(bcrypt.compareSync(password, hashed(password))).toBe(true)
})

test('73 bytes are hashed whole, under the pepper, and say by which one', () => {
  const stored = hashed(`${'a'.repeat(72)}b`)
  expect(stored).toMatch(/^hmac-sha384:[0-9a-f]{8}:\$2b\$04\$/)
  const { text, counts, bcryptHash } = compareInput(peppers, `${'a'.repeat(72)}c`, stored, COST)
  expect(counts).toBe(true)
  expect(bcrypt.compareSync(text, bcryptHash)).toBe(false)
})

test('the composed and the decomposed form of a letter are the same password', () => {
  expect(hashInput(peppers, 'A\u030a')).toEqual(hashInput(peppers, '\u00c5'))
})

test('a longer password never matches a plain hash by its first 72 bytes', () => {
  const stored = hashed('a'.repeat(72))
  const input = compareInput(peppers, 'a'.repeat(73), stored, COST)
  expect(bcrypt.compareSync(input.text, input.bcryptHash)).toBe(true)
  expect(input.counts).toBe(false)
})

test('the prehash of a long password is no password for a hash of the plain scheme', () => {
  const { text } = hashInput(peppers, 'a'.repeat(100))
  const stored = hashed('a'.repeat(100))
  expect(compareInput(peppers, text, stored, COST).text).not.toBe(text)
})

test.each([
  ['no user', null],
  ['a hash of a scheme nobody knows', '$argon2id$v=19$m=65536$abc$def' as PasswordHash],
  ['an empty hash', '' as PasswordHash],
])('%s costs the same as a real check and never matches', (_, stored) => {
  const input = compareInput(peppers, 'anything', stored, 12)
  expect(input.counts).toBe(false)
  expect(bcrypt.getRounds(input.bcryptHash)).toBe(12)
})

test('a hash whose pepper is gone does the same work and does not match', () => {
  const input = compareInput(others, 'a'.repeat(100), hashed('a'.repeat(100)), COST)
  expect(input.counts).toBe(false)
  expect(bcrypt.getRounds(input.bcryptHash)).toBe(COST)
})

test('a hash made under an older pepper is still read', () => {
  const both = keyring([Buffer.alloc(32, 'other'), Buffer.alloc(32, 'pepper')])
  expect(compareInput(both.keys('password-pepper'), LONG, hashed(LONG), COST).counts).toBe(true)
})
