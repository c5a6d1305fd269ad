import { expect, test } from 'vitest'
import { type KeyPurpose, keyring } from './keyring.ts'

const first = Buffer.alloc(32, 'first')
const second = Buffer.alloc(32, 'second')
const PURPOSES: readonly KeyPurpose[] = [
  'mail',
  'signing-key',
  'token-tag',
  'token-derivation',
  'code',
  'password-pepper',
  'device-token',
]

test('every purpose has a 256-bit key and an id of its own', () => {
  const ring = keyring([first])
  const all = PURPOSES.map((purpose) => ring.keys(purpose)[0])
  expect(new Set(all.map(({ key }) => key.toString('hex'))).size).toBe(PURPOSES.length)
  expect(new Set(all.map(({ id }) => id)).size).toBe(PURPOSES.length)
  for (const { id, key } of all) {
    expect(key).toHaveLength(32)
    expect(id).toMatch(/^[0-9a-f]{8}$/)
    expect(key.toString('hex')).not.toContain(id)
  }
})

test('the same secret gives the same keys in every process, in the place where it stands', () => {
  expect(keyring([second, first]).keys('mail')).toEqual([
    ...keyring([second]).keys('mail'),
    ...keyring([first]).keys('mail'),
  ])
})

test('the derivation never changes between releases, or sealed values would be lost', () => {
  const [{ id, key }] = keyring([first]).keys('mail')
  expect({ id, key: key.toString('hex') }).toMatchInlineSnapshot(`
    {
      "id": "76b810d2",
      "key": "6784fe6e2ed0ba38545e9b38359a26bae6fd98111ca475cc806506da4ca42b30",
    }
  `)
})
