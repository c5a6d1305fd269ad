import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { toRawSignature } from './raw-signature.ts'

test('every signature verifies as R and S side by side, however short its numbers are', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  const lengths = new Set<number>()
  for (let n = 0; n < 3000; n++) {
    const message = Buffer.from(`message ${n}`)
    const der = sign('sha256', message, privateKey)
    lengths.add(der.length)
    expect(verify('sha256', message, key, toRawSignature(der))).toBe(true)
  }
  // Numbers of 33, 32 and fewer bytes all occur among so many.
  expect(lengths.size).toBeGreaterThan(2)
})

test('short and padded numbers stand at the end of their half', () => {
  const der = Buffer.from(`3026020101022100${'ff'.repeat(32)}`, 'hex')
  expect(toRawSignature(der).toString('hex')).toBe(`${'0'.repeat(63)}1${'ff'.repeat(32)}`)
})
