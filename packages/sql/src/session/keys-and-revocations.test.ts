import { afterNoon, aSession, aSetupToken, aUser, hashOf, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { describeEngines } from '../testing/engines.ts'
import { testStorage } from '../testing/test-database.ts'
import type { StoredSigningKey } from './signing-keys.ts'

const aKey = (kid: string, createdAt = NOON): StoredSigningKey => ({
  kid,
  publicJwk: '{"kty":"EC"}',
  sealedPrivateKey: 'v1.k.iv.sealed',
  createdAt,
  retiredAt: null,
})

describeEngines((engine) => {
  const openTwoNodes = async () => {
    const [one, other] = await engine.openTwice()
    return [testStorage(one), testStorage(other)] as const
  }

  test('of many processes that start on an empty database exactly one makes the first key', async () => {
    const nodes = await openTwoNodes()
    const added = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        nodes[n % 2 ? 1 : 0].stores.signingKeys.addFirst(aKey(`key-${n}`)),
      ),
    )
    expect(added.filter(Boolean)).toHaveLength(1)
    const [key] = await nodes[1].stores.signingKeys.all()
    expect(key).toEqual(aKey(`key-${added.indexOf(true)}`))
  })

  test('rotation adds a key and retires the others; a retired key keeps its own instant', async () => {
    const [
      {
        stores: { signingKeys: keys },
      },
    ] = await openTwoNodes()
    await keys.addFirst(aKey('first'))
    await keys.rotate(aKey('second', afterNoon(1)), afterNoon(1))
    await keys.rotate(aKey('third', afterNoon(2)), afterNoon(2))
    expect(await keys.addFirst(aKey('late'))).toBe(false)
    expect((await keys.all()).map(({ kid, retiredAt }) => [kid, retiredAt])).toEqual([
      ['first', afterNoon(1)],
      ['second', afterNoon(2)],
      ['third', null],
    ])
  })

  test('keys are forgotten that were retired before the given instant, never one that signs', async () => {
    const [
      {
        stores: { signingKeys: keys },
      },
    ] = await openTwoNodes()
    await keys.addFirst(aKey('first'))
    await keys.rotate(aKey('second', afterNoon(1)), afterNoon(1))
    expect(await keys.forget(afterNoon(1))).toBe(0)
    expect(await keys.forget(afterNoon(2))).toBe(1)
    expect((await keys.all()).map(({ kid }) => kid)).toEqual(['second'])
  })

  test('what one process revoked another one learns, from the given instant on', async () => {
    const [{ stores }, { revocations }] = await openTwoNodes()
    await stores.users.add(aUser())
    for (const n of [1, 2, 3]) {
      await stores.sessions.add(aSession({ id: `session-${n}` }), hashOf(`${n}`))
      await stores.sessions.end(`session-${n}`, 'logout', afterNoon(n * 1000))
    }
    await stores.sessions.add(aSession({ id: 'alive' }), hashOf('alive'))
    expect(await revocations.since(afterNoon(2000))).toEqual([
      { sessionId: 'session-2', revokedAt: afterNoon(2000) },
      { sessionId: 'session-3', revokedAt: afterNoon(3000) },
    ])
  })

  test('two rotations at once leave one key that signs', async () => {
    const nodes = await openTwoNodes()
    await nodes[0].stores.signingKeys.addFirst(aKey('first'))
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        nodes[n % 2 ? 1 : 0].stores.signingKeys.rotate(
          aKey(`key-${n}`, afterNoon(n)),
          afterNoon(n),
        ),
      ),
    )
    const keys = await nodes[0].stores.signingKeys.all()
    expect(keys.filter(({ retiredAt }) => retiredAt === null)).toHaveLength(1)
    expect(keys).toHaveLength(21)
  })

  test('of set-up tokens that are printed at once one is good', async () => {
    const nodes = await openTwoNodes()
    const tokens = Array.from({ length: 20 }, (_, n) => aSetupToken({ id: `setup-${n}` }))
    await Promise.all(
      tokens.map((token, n) => nodes[n % 2 ? 1 : 0].stores.setupTokens.replace(token)),
    )
    const spent = await Promise.all(
      tokens.map((token) => nodes[0].stores.setupTokens.spend(token, NOON)),
    )
    expect(spent.filter(Boolean)).toHaveLength(1)
  })
})
