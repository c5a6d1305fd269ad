import { describe, expect, test } from 'vitest'
import type { PasswordHash } from '../password/passwords.ts'
import { aUser } from './a-user.ts'
import { afterNoon } from './fixed-clock.ts'
import { type OpenNodes, race } from './race.ts'

const hash = (text: string) => text as PasswordHash

/** Every CredentialStore must pass this suite. */
export const describeCredentialStore = (name: string, open: OpenNodes) =>
  describe(`${name} is a CredentialStore`, () => {
    test('nobody has an unknown address, and a user may have no password', async () => {
      const [{ credentials, users }] = await open()
      expect(await credentials.findByEmail('ada@example.org')).toBeNull()
      await users.add(aUser({ roles: ['admin', 'user'] }))
      const found = await credentials.findByEmail('ada@example.org')
      expect(found).toEqual({ user: aUser({ roles: ['admin', 'user'] }), hash: null })
    })

    test('a password is set and replaced, and each time the credential version counts up', async () => {
      const [{ credentials, users }] = await open()
      await users.add(aUser({ credentialVersion: 3 }))
      await credentials.set('user-1', hash('$2b$12$abc'), afterNoon(1))
      await credentials.set('user-1', hash('$2b$12$ABC'), afterNoon(2))
      const user = aUser({ credentialVersion: 5, updatedAt: afterNoon(2) })
      expect(await users.find('user-1')).toEqual(user)
      expect(await credentials.findByEmail('ada@example.org')).toEqual({ user, hash: '$2b$12$ABC' })
    })

    test('a hash is renewed while it is the same, and the credential version stays', async () => {
      const [{ credentials, users }] = await open()
      await users.add(aUser())
      await users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
      for (const id of ['user-1', 'user-2']) await credentials.set(id, hash('old'), afterNoon(1))
      await credentials.renew('user-1', hash('older'), hash('new'), afterNoon(2))
      expect((await credentials.findByEmail('ada@example.org'))?.hash).toBe('old')
      await credentials.renew('user-1', hash('old'), hash('new'), afterNoon(2))
      const user = aUser({ credentialVersion: 2, updatedAt: afterNoon(1) })
      expect(await credentials.findByEmail('ada@example.org')).toEqual({ user, hash: 'new' })
      expect((await credentials.findByEmail('bob@example.org'))?.hash).toBe('old')
    })

    test('guesses of one user are forgotten: the credential version counts up and nothing else', async () => {
      const [{ credentials, users }] = await open()
      for (const id of ['user-1', 'user-2'])
        await users.add(aUser({ id, email: `${id}@example.org`, credentialVersion: 3 }))
      await credentials.set('user-1', hash('same'), afterNoon(1))
      await credentials.forgetGuesses('user-1')
      await credentials.forgetGuesses('nobody')
      const email = 'user-1@example.org'
      const user = aUser({ email, credentialVersion: 5, updatedAt: afterNoon(1) })
      expect(await credentials.findByEmail(email)).toEqual({ user, hash: 'same' })
      expect((await users.find('user-2'))?.credentialVersion).toBe(3)
    })

    test('a password is one user’s only', async () => {
      const [{ credentials, users }] = await open()
      await users.add(aUser())
      await users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
      await credentials.set('user-1', hash('adas'), afterNoon(1))
      expect((await credentials.findByEmail('bob@example.org'))?.hash).toBeNull()
      expect((await users.find('user-2'))?.credentialVersion).toBe(1)
    })

    test('nobody cannot have a password', async () => {
      const [{ credentials }] = await open()
      await expect(credentials.set('user-1', hash('x'), afterNoon(1))).rejects.toThrow()
    })

    test('no concurrent change of a password is lost from the count', async () => {
      const nodes = await open()
      await nodes[0].users.add(aUser({ credentialVersion: 0 }))
      await race(nodes, ({ credentials }, index) =>
        credentials.set('user-1', hash(`hash-${index}`), afterNoon(index)),
      )
      expect((await nodes[0].users.find('user-1'))?.credentialVersion).toBe(50)
    })
  })
