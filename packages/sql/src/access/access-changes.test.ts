import { afterNoon, aUser } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { describeEngines } from '../testing/engines.ts'
import { testStorage } from '../testing/test-database.ts'

describeEngines((engine) => {
  test('whose roles one process changed another one learns, from the given instant on', async () => {
    const [one, other] = (await engine.openTwice()).map((node) => testStorage(node))
    if (!one || !other) throw new Error('two nodes are needed')
    const { users, access } = one.stores
    for (const n of [1, 2, 3])
      await users.add(aUser({ id: `user-${n}`, email: `${n}@example.org` }))
    await access.setRoles('user-1', ['support', 'user'], afterNoon(1000))
    await access.setRoles('user-2', ['support', 'user'], afterNoon(1500))
    await access.setRoles('user-2', ['user'], afterNoon(2000))
    await users.grant('user-3', 'admin', afterNoon(3000))
    await users.grant('user-3', 'admin', afterNoon(4000))
    expect(await other.accessChanges.since(afterNoon(2000))).toEqual([
      { userId: 'user-2', version: 2, changedAt: afterNoon(2000) },
      { userId: 'user-3', version: 1, changedAt: afterNoon(3000) },
    ])
  })
})
