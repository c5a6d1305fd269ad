import { describe, expect, test } from 'vitest'
import type { PasswordHash } from '../password/passwords.ts'
import { aUser } from './a-user.ts'
import { NOON } from './fixed-clock.ts'
import type { TestedStores } from './memory-stores.ts'
import type { OpenNodes } from './race.ts'

/** Every PasswordHistory must pass this suite. */
export const describePasswordHistory = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is a PasswordHistory`, () => {
    const open = async () => {
      const [stores] = await openNodes()
      await stores.users.add(aUser())
      await stores.users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
      return stores
    }
    const replace = async (stores: TestedStores, hash: string, keep: number, userId = 'user-1') => {
      await stores.passwordHistory.retire(userId, keep)
      await stores.credentials.set(userId, hash as PasswordHash, NOON)
    }

    test('who never had a password has none', async () => {
      const { passwordHistory } = await open()
      await passwordHistory.retire('user-1', 3)
      expect(await passwordHistory.recent('user-1', 24)).toEqual([])
      expect(await passwordHistory.recent('nobody', 24)).toEqual([])
    })

    test('the present password comes first and those before it follow, the newest first', async () => {
      const stores = await open()
      for (const hash of ['$2b$12$A', '$2b$12$a', 'c', 'd']) await replace(stores, hash, 23)
      const { passwordHistory } = stores
      expect(await passwordHistory.recent('user-1', 24)).toEqual(['d', 'c', '$2b$12$a', '$2b$12$A'])
      expect(await passwordHistory.recent('user-1', 2)).toEqual(['d', 'c'])
      expect(await passwordHistory.recent('user-1', 1)).toEqual(['d'])
    })

    test('no more are kept than are asked for, and none when none are', async () => {
      const stores = await open()
      for (const hash of ['a', 'b', 'c', 'd']) await replace(stores, hash, 2)
      expect(await stores.passwordHistory.recent('user-1', 24)).toEqual(['d', 'c', 'b'])
      await replace(stores, 'e', 1)
      expect(await stores.passwordHistory.recent('user-1', 24)).toEqual(['e', 'd'])
      await replace(stores, 'f', 0)
      expect(await stores.passwordHistory.recent('user-1', 24)).toEqual(['f'])
    })

    test('one user’s former passwords are no other’s', async () => {
      const stores = await open()
      for (const hash of ['a', 'b']) await replace(stores, hash, 5)
      for (const hash of ['x', 'y']) await replace(stores, hash, 5, 'user-2')
      await replace(stores, 'c', 0)
      expect(await stores.passwordHistory.recent('user-1', 24)).toEqual(['c'])
      expect(await stores.passwordHistory.recent('user-2', 24)).toEqual(['y', 'x'])
    })
  })
