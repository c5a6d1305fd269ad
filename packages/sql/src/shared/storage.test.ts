import { afterNoon, aMailOrder, aSession, aUser, hashOf, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { describeEngines } from '../testing/engines.ts'
import { testStorage } from '../testing/test-database.ts'

describeEngines((engine) => {
  const open = async () => {
    const storage = testStorage(await engine.open())
    const heard: string[] = []
    storage.onMessagesCommitted(() => heard.push('message'))
    storage.onSessionsEnded((ids) => heard.push(`ended ${[...ids].sort().join(' ')}`))
    const { users, sessions } = storage.stores
    await users.add(aUser())
    for (const id of ['session-1', 'session-2', 'session-3'])
      await sessions.add(aSession({ id }), hashOf(id))
    return { ...storage, heard }
  }

  test('listeners hear of messages and ended sessions after the commit, never before', async () => {
    const { unitOfWork, heard } = await open()
    await unitOfWork.run(async ({ outbox, sessions }) => {
      await outbox.add(aMailOrder(), NOON)
      await outbox.add(aMailOrder(), NOON)
      await sessions.end('session-1', 'logout', NOON)
      await sessions.endAll('user-1', 'logout_all', NOON)
      expect(heard).toEqual([])
    })
    expect(heard).toEqual(['ended session-1 session-2 session-3', 'message'])
  })

  test('nobody hears of what was rolled back', async () => {
    const { unitOfWork, heard } = await open()
    const work = unitOfWork.run(async ({ outbox, sessions }) => {
      await outbox.add(aMailOrder(), NOON)
      await sessions.endAll('user-1', 'logout_all', NOON)
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(heard).toEqual([])
  })

  test('a single write outside a unit of work is heard of as well, one that did nothing is not', async () => {
    const { stores, heard } = await open()
    await stores.sessions.end('session-1', 'logout', NOON)
    await stores.sessions.end('session-1', 'logout', NOON)
    await stores.sessions.endAll('user-1', 'logout_all', NOON)
    await stores.sessions.endAll('user-1', 'logout_all', NOON)
    await stores.outbox.add(aMailOrder(), NOON)
    expect(heard).toEqual(['ended session-1', 'ended session-2 session-3', 'message'])
  })

  test('a listener that was taken off hears nothing more', async () => {
    const storage = testStorage(await engine.open())
    let calls = 0
    const off = storage.onMessagesCommitted(() => {
      calls += 1
    })
    await storage.stores.outbox.add(aMailOrder(), NOON)
    off()
    await storage.stores.outbox.add(aMailOrder(), NOON)
    expect(calls).toBe(1)
  })

  test('the stores of a unit of work are of no use after it', async () => {
    const { unitOfWork } = await open()
    const users = await unitOfWork.run(async (inside) => inside.users)
    await expect(users.find('user-1')).rejects.toThrow()
  })

  test('readers outside see nothing of a unit of work before its commit, and do not wait for it', async () => {
    const { unitOfWork, stores } = await open()
    await unitOfWork.run(async ({ users }) => {
      await users.recordLogin('user-1', afterNoon(1))
      expect((await stores.users.find('user-1'))?.lastLoginAt).toBeNull()
    })
    expect((await stores.users.find('user-1'))?.lastLoginAt).toEqual(afterNoon(1))
  })
})
