import { afterNoon, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { anAuditChain } from '../testing/an-audit-chain.ts'
import { describeEngines } from '../testing/engines.ts'

describeEngines((engine) => {
  test('the chain tells how far it has come and what waits', async () => {
    const { record, link, storage } = await anAuditChain(await engine.open())
    const { state } = storage.auditChain
    const begun = { number: 0, sequence: 0, at: NOON }
    await record(3)
    expect(await state()).toEqual({ sequence: 0, checkpoint: begun, waiting: 3 })
    await link(1000)
    await record(1)
    expect(await state()).toEqual({ sequence: 3, checkpoint: begun, waiting: 1 })
    await link(60_000)
    const checkpoint = { number: 1, sequence: 4, at: afterNoon(60_000) }
    expect(await state()).toEqual({ sequence: 4, checkpoint, waiting: 0 })
  })

  test('where there is no chain there is nothing to tell', async () => {
    const { storage, database } = await anAuditChain(await engine.open())
    await database.write.deleteFrom('audit_chain').execute()
    expect(await storage.auditChain.state()).toBeNull()
  })
})
