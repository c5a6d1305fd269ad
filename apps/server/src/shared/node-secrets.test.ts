import { isSameCode, type TokenKind } from '@latchkey/core'
import { keyring } from '@latchkey/process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nodeSecrets } from './node-secrets.ts'

const older = Buffer.alloc(32, 'older secret')
const newer = Buffer.alloc(32, 'newer secret')
const secrets = nodeSecrets(keyring([older]))
const moved = nodeSecrets(keyring([newer, older]))
const KINDS: readonly TokenKind[] = [
  'refresh',
  'registration',
  'verification',
  'reset',
  'setup',
  'otp',
]
const kind = fc.constantFrom(...KINDS)

test('a token we made opens to the id and the hash that its row keeps', () => {
  fc.assert(
    fc.property(kind, (kind) => {
      const issued = secrets.issue(kind, secrets.newId())
      expect(secrets.open(kind, issued.token)).toEqual(issued)
      expect(issued.token).toMatch(/^[\w-]{86}$/)
    }),
  )
})

test('a token with any one character changed opens to nothing', () => {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. '
  fc.assert(
    fc.property(fc.nat(85), fc.constantFrom(...characters), (place, character) => {
      const { token } = secrets.issue('refresh', secrets.newId())
      fc.pre(token[place] !== character)
      const mutated = token.slice(0, place) + character + token.slice(place + 1)
      expect(secrets.open('refresh', mutated)).toBeNull()
    }),
    { numRuns: 2000 },
  )
})

test('no other text opens: nothing, random bytes, padding, a cut or a longer token', () => {
  const { token } = secrets.issue('refresh', secrets.newId())
  const same = [`${token}=`, ` ${token}`, `${token}\n`, token.slice(1), `${token}A`, '']
  for (const text of same) expect(secrets.open('refresh', text)).toBeNull()
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
      expect(secrets.open('refresh', Buffer.from(bytes).toString('base64url'))).toBeNull()
    }),
  )
})

test('a token of one kind is never accepted as another', () => {
  fc.assert(
    fc.property(kind, kind, (made, wanted) => {
      fc.pre(made !== wanted)
      expect(secrets.open(wanted, secrets.issue(made, secrets.newId()).token)).toBeNull()
    }),
  )
})

test('a token of another installation opens to nothing', () => {
  const theirs = nodeSecrets(keyring([newer])).issue('reset', secrets.newId())
  expect(secrets.open('reset', theirs.token)).toBeNull()
})

test('a repeat derives the same successor, which is itself a genuine token of the same row', () => {
  const from = secrets.issue('refresh', secrets.newId())
  const next = secrets.derive('refresh', from)
  expect(secrets.derive('refresh', from)).toEqual(next)
  expect(secrets.open('refresh', next.token)).toEqual(next)
  expect(next.id).toBe(from.id)
  expect(next.hash).not.toBe(from.hash)
})

test('what is derived for one kind says nothing about another', () => {
  const from = secrets.issue('registration', secrets.newId())
  expect(secrets.derive('verification', from).hash).not.toBe(secrets.derive('reset', from).hash)
})

test('a new secret in front keeps every repeat the same and moves the chain over', () => {
  const from = secrets.issue('refresh', secrets.newId())
  const before = secrets.derive('refresh', from)
  const after = moved.derive('refresh', from)
  expect(after.hash).toBe(before.hash)
  expect(moved.deriveCode(from)).toBe(secrets.deriveCode(from))
  const onlyNew = nodeSecrets(keyring([newer]))
  expect(onlyNew.open('refresh', after.token)).toEqual(after)
  expect(onlyNew.open('refresh', from.token)).toBeNull()
})

test('nothing is derived from a token that is not ours', () => {
  const forged = { ...secrets.issue('reset', secrets.newId()), token: 'A'.repeat(86) }
  expect(() => secrets.derive('verification', forged)).toThrow('did not make')
  expect(() => secrets.deriveCode(forged)).toThrow('did not make')
})

test.each([
  ['derived', () => secrets.deriveCode(secrets.issue('verification', secrets.newId()))],
  ['random', () => secrets.newCode()],
])('%s codes have six digits and no tenth of their range is favoured', (_, makeCode) => {
  const tenths = new Array<number>(10).fill(0)
  const runs = 10_000
  let wellFormed = true
  for (let run = 0; run < runs; run++) {
    const code = makeCode()
    wellFormed &&= /^\d{6}$/.test(code)
    const tenth = Number(code[0])
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  // Chi-squared with 9 degrees of freedom exceeds 45 once in a million runs.
  const chiSquared = tenths.reduce((sum, n) => sum + (n - runs / 10) ** 2 / (runs / 10), 0)
  expect(wellFormed).toBe(true)
  expect(chiSquared).toBeLessThan(45)
})

test('the hash of a code is bound to its row and holds no code', () => {
  const [one, other] = [secrets.newId(), secrets.newId()]
  expect(secrets.equal(secrets.hashCode(one, '012345'), secrets.hashCode(one, '012345'))).toBe(true)
  expect(secrets.equal(secrets.hashCode(one, '012345'), secrets.hashCode(other, '012345'))).toBe(
    false,
  )
  expect(secrets.equal(secrets.hashCode(one, '012345'), secrets.hashCode(one, '012346'))).toBe(
    false,
  )
})

test('a code mailed before the secret was changed is still good after it, and fits its column', () => {
  const id = secrets.newId()
  const stored = secrets.hashCode(id, '987654')
  expect(moved.equal(stored, moved.hashCode(id, '987654'))).toBe(true)
  expect(moved.equal(stored, moved.hashCode(id, '987655'))).toBe(false)
  expect(moved.hashCode(id, '987654').length).toBeLessThanOrEqual(64)
})

test('ids are UUIDv7 and rise', () => {
  const ids = Array.from({ length: 100 }, () => secrets.newId())
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/)
  expect([...ids].sort()).toEqual(ids)
})

test.each([
  { step: 'the new secret behind the old one', from: [older], to: [older, newer] },
  { step: 'the two swapped', from: [older, newer], to: [newer, older] },
] as const)(
  'while servers restart one by one with $step, each knows what another one makes',
  ({ from, to }) => {
    const nodes = [nodeSecrets(keyring(from)), nodeSecrets(keyring(to))]
    for (const maker of nodes)
      for (const reader of nodes) {
        const { token } = maker.issue('refresh', maker.newId())
        expect(reader.open('refresh', token)?.token).toBe(token)
        const [kept, guess] = [
          maker.hashCode('sign_in:1', '123456'),
          reader.hashCode('sign_in:1', '123456'),
        ]
        expect(isSameCode(kept, guess)).toBe(true)
      }
  },
)
