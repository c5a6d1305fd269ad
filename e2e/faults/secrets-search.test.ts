import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { secretsIn } from './secrets-search.ts'

const secret = { what: 'password', value: 'Canary!91-Quartz' }
const code = { what: 'code', value: '012345' }
const token = { what: 'token', value: randomBytes(64).toString('base64url') }

const found = (text: string | Buffer, one = secret): boolean =>
  secretsIn({ place: Buffer.from(text) }, [one]).length === 1

test('the search finds a secret as it is, in hex, in a URL and in base64 at any alignment', () => {
  expect(found(`x${secret.value}y`)).toBe(true)
  expect(found(Buffer.from(secret.value).toString('hex'))).toBe(true)
  expect(found(`?p=${encodeURIComponent(secret.value)}`)).toBe(true)
  for (const before of ['', 'a', 'ab', 'abc'])
    for (const encoding of ['base64', 'base64url'] as const)
      expect(found(Buffer.from(`${before}${secret.value}!`).toString(encoding))).toBe(true)
  expect(found('nothing of the kind')).toBe(false)
})

test('the search finds a code that stands alone and the bytes that a token spells', () => {
  expect(found(`your code: ${code.value}.`, code)).toBe(true)
  expect(found('1700012345678', code)).toBe(false)
  expect(found(Buffer.from(token.value, 'base64url').subarray(10, 60), token)).toBe(true)
  expect(found(Buffer.from(token.value, 'base64url').subarray(0, 16), token)).toBe(false)
})
