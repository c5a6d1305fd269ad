import { describe, expect, test } from 'vitest'
import type { PasswordHash } from '../password/passwords.ts'
import { refused } from '../shared/outcome.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { aMailOrder } from './a-mail-order.ts'
import { aSession } from './a-session.ts'
import { aUser } from './a-user.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import type { TestedStores } from './memory-stores.ts'

/** The stores that every unit of work of the suite has. */
type Stores = Omit<TestedStores, 'mailQueue' | 'otps'>

interface OpenWork {
  readonly unitOfWork: UnitOfWork<Stores>
  /** The same rows, outside any unit of work. */
  readonly stores: TestedStores
}

/** Every UnitOfWork over all stores must pass this suite. */
export const describeUnitOfWork = (name: string, open: () => Promise<OpenWork>) =>
  describe(`${name} is a UnitOfWork`, () => {
    const writeAll = async (stores: Stores) => {
      await stores.users.add(aUser())
      await stores.sessions.add(aSession(), hashOf('first'))
      await stores.outbox.add(aMailOrder(), NOON)
    }

    test('what it wrote is there when it resolves, and it hands its answer on', async () => {
      const { unitOfWork, stores } = await open()
      const answer = await unitOfWork.run(async (inside) => {
        await writeAll(inside)
        expect(await inside.users.find('user-1')).toEqual(aUser())
        return 'done'
      })
      expect(answer).toBe('done')
      expect(await stores.users.find('user-1')).toEqual(aUser())
      expect(await stores.sessions.find('session-1')).not.toBeNull()
      expect(await stores.mailQueue.nextDueAt()).toEqual(NOON)
    })

    test('when it throws, nothing was written and the error reaches the caller', async () => {
      const { unitOfWork, stores } = await open()
      const work = unitOfWork.run(async (inside) => {
        await writeAll(inside)
        throw new Error('no')
      })
      await expect(work).rejects.toThrow('no')
      expect(await stores.users.find('user-1')).toBeNull()
      expect(await stores.sessions.find('session-1')).toBeNull()
      expect(await stores.mailQueue.nextDueAt()).toBeNull()
    })

    test('a refusal is an answer: what it wrote stays', async () => {
      const { unitOfWork, stores } = await open()
      await unitOfWork.run(writeAll)
      const answer = await unitOfWork.run(async ({ sessions }) => {
        await sessions.end('session-1', 'token_reused', afterNoon(1))
        return refused('token_reused')
      })
      expect(answer.ok).toBe(false)
      expect((await stores.sessions.find('session-1'))?.session.revokedAt).toEqual(afterNoon(1))
    })

    test('after one that failed the next one works', async () => {
      const { unitOfWork, stores } = await open()
      const failing = unitOfWork.run(() => Promise.reject(new Error('no')))
      const working = unitOfWork.run(writeAll)
      await expect(failing).rejects.toThrow('no')
      await working
      expect(await stores.users.find('user-1')).toEqual(aUser())
    })

    test('what one reads under a lock no other one changes before it ends', async () => {
      const { unitOfWork, stores } = await open()
      await stores.users.add(aUser({ credentialVersion: 0 }))
      const changes = Array.from({ length: 50 }, (_, index) =>
        unitOfWork.run(async ({ users, credentials }) => {
          const before = await users.lock('user-1')
          await credentials.set('user-1', `hash-${index}` as PasswordHash, afterNoon(index))
          const after = await users.find('user-1')
          return (after?.credentialVersion ?? 0) - (before?.credentialVersion ?? 0)
        }),
      )
      expect(new Set(await Promise.all(changes))).toEqual(new Set([1]))
      expect((await stores.users.find('user-1'))?.credentialVersion).toBe(50)
    })
  })
