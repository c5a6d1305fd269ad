import { aMailOrder, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { createSealer } from '../shared/sealer.ts'
import { sqlStorage } from '../shared/storage.ts'
import { describeEngines } from '../testing/engines.ts'
import { testAuditKeys } from '../testing/test-database.ts'
import { resealMessages } from './reseal-messages.ts'

const older = { id: 'older', key: Buffer.alloc(32, 1) }
const newer = { id: 'newer', key: Buffer.alloc(32, 2) }

describeEngines((engine) => {
  test('waiting mails move to the newest key, once, and open under it alone', async () => {
    const database = await engine.open()
    const options = { newId: () => crypto.randomUUID(), auditKeys: testAuditKeys() }
    const before = sqlStorage(database, { sealer: createSealer([older]), ...options })
    for (let i = 0; i < 450; i++) await before.stores.outbox.add(aMailOrder(), NOON)

    const both = createSealer([newer, older])
    expect(await resealMessages(database, both)).toBe(450)
    expect(await resealMessages(database, both)).toBe(0)
    const after = sqlStorage(database, { sealer: createSealer([newer]), ...options })
    const claimed = await after.mailQueue.claim('me', 500, NOON, new Date(NOON.getTime() + 15_000))
    expect(claimed).toHaveLength(450)
    expect(claimed[0]?.order).toEqual(aMailOrder())
  })
})
