import type { KeyObject } from 'node:crypto'
import type { Clock } from '@latchkey/core'
import type { StoredSigningKey } from '@latchkey/sql'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { expect, test } from 'vitest'
import type { KeySealer } from './signing-key.ts'
import { type SigningKeyStore, signingKeys } from './signing-keys.ts'

const start = new Date('2026-11-21T10:00:00Z').getTime()

const sealer: KeySealer = {
  seal: (purpose, text) => `${purpose}|${Buffer.from(text).toString('base64url')}`,
  open(purpose, sealed) {
    const [sealedFor, text = ''] = sealed.split('|')
    if (sealedFor !== purpose) throw new Error('sealed for something else')
    return Buffer.from(text, 'base64url').toString()
  },
}

const pemOf = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString()

const setup = () => {
  let rows: StoredSigningKey[] = []
  let nowMs = start
  let reads = 0
  const clock: Clock = { now: () => new Date(nowMs) }
  const store: SigningKeyStore = {
    async all() {
      reads += 1
      return rows
    },
    async addFirst(key) {
      if (rows.length === 0) rows = [key]
    },
    async rotate(key, now) {
      rows = [...rows.map((row) => ({ ...row, retiredAt: row.retiredAt ?? now })), key]
    },
    async forget(before) {
      rows = rows.filter(({ retiredAt }) => retiredAt === null || retiredAt >= before)
    },
  }
  return {
    newProcess: (with_ = sealer) => signingKeys({ store, sealer: with_, clock }),
    advanceMinutes: (minutes: number) => {
      nowMs += minutes * 60_000
    },
    rows: () => rows,
    replaceAll: (key: StoredSigningKey) => {
      rows = [key]
    },
    reads: () => reads,
  }
}

test('processes that start at once agree on the first key', async () => {
  const { newProcess, rows } = setup()
  const processes = Array.from({ length: 5 }, () => newProcess())
  await Promise.all(processes.map((keys) => keys.ensure()))
  expect(rows()).toHaveLength(1)
  expect(new Set(processes.map((keys) => keys.active().kid)).size).toBe(1)
})

test('the published key is public, named by its thumbprint, and the stored one is sealed', async () => {
  const { newProcess, rows } = setup()
  const keys = newProcess()
  await keys.ensure()
  const [jwk] = keys.jwks().keys
  expect(Object.keys(jwk ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  expect(jwk).toMatchObject({ alg: 'ES256', crv: 'P-256', kty: 'EC', use: 'sig' })
  expect(await calculateJwkThumbprint(jwk as JWK)).toBe(keys.active().kid)
  expect(rows()[0]?.sealedPrivateKey).toBe(
    sealer.seal(`signing-key:${keys.active().kid}`, pemOf(keys.active().privateKey)),
  )
  expect(rows()[0]?.publicJwk).not.toContain('"d"')
})

test('after a rotation the new key signs at once and the old one is still published', async () => {
  const { newProcess, advanceMinutes } = setup()
  const keys = newProcess()
  await keys.ensure()
  const old = keys.active().kid
  advanceMinutes(1)
  await keys.rotate()
  expect(keys.active().kid).not.toBe(old)
  expect(keys.find(old)).not.toBeNull()
  expect(keys.jwks().keys).toMatchObject([{ kid: keys.active().kid }, { kid: old }])
})

test('an old key is accepted until every token it signed has ended, then forgotten', async () => {
  const { newProcess, advanceMinutes, rows } = setup()
  const keys = newProcess()
  await keys.ensure()
  const old = keys.active().kid
  await keys.rotate()
  advanceMinutes(65)
  await keys.reload()
  expect(keys.find(old)).not.toBeNull()
  advanceMinutes(1)
  await keys.reload()
  expect(keys.find(old)).toBeNull()
  expect(rows()).toHaveLength(1)
})

test('another process learns of a rotation by reloading', async () => {
  const { newProcess } = setup()
  const [one, other] = [newProcess(), newProcess()]
  await one.ensure()
  await other.ensure()
  await one.rotate()
  expect(other.active().kid).not.toBe(one.active().kid)
  await other.reload()
  expect(other.active().kid).toBe(one.active().kid)
})

test('unknown key ids cost at most one look-up per second', async () => {
  const { newProcess, reads, advanceMinutes } = setup()
  const [one, other] = [newProcess(), newProcess()]
  await one.ensure()
  await other.ensure()
  await one.rotate()
  expect(await other.learn(one.active().kid)).toBe(true)
  const before = reads()
  for (let i = 0; i < 100; i++) expect(await other.learn(`unknown-${i}`)).toBe(false)
  expect(reads()).toBe(before)
  advanceMinutes(1)
  await other.learn('unknown')
  expect(reads()).toBe(before + 1)
})

test('a key that was removed is found no more, even where its successor cannot be opened', async () => {
  const { newProcess, replaceAll } = setup()
  const keys = newProcess()
  await keys.ensure()
  const { kid: old } = keys.active()
  const successor = { kid: 'successor', sealedPrivateKey: 'of another secret|' }
  replaceAll({ publicJwk: '{}', createdAt: new Date(start), retiredAt: null, ...successor })
  await keys.dropRemoved()
  expect(keys.find(old)).toBeNull()
  await expect(keys.reload()).rejects.toThrow('another LATCHKEY_SECRET')
  expect(keys.find(old)).toBeNull()
})

test('a secret that does not open the key is a fault that says what to do', async () => {
  const { newProcess } = setup()
  await newProcess().ensure()
  const stranger: KeySealer = {
    ...sealer,
    open: () => {
      throw new Error('unknown key')
    },
  }
  await expect(newProcess(stranger).ensure()).rejects.toThrow('another LATCHKEY_SECRET')
})
