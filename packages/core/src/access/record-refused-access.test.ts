import { expect, test } from 'vitest'
import { coreInMemory } from '../testing/index.ts'
import { RECORDED_REFUSALS, recordRefusedAccess } from './record-refused-access.ts'

test('refusals are recorded, but nobody fills the log with theirs', async () => {
  const { stores, secrets, clock, tables, origin } = coreInMemory()
  const { budgets, audit } = stores
  const unitOfWork = {
    run: <T>(work: (inside: { audit: typeof audit }) => Promise<T>) => work({ audit }),
  }
  const record = recordRefusedAccess({ unitOfWork, budgets, secrets, clock })
  const refuse = (userId: string) => record({ userId, origin: origin() }, 'users:read')
  for (let n = 0; n < RECORDED_REFUSALS.limit + 5; n++) await refuse('user-1')
  await refuse('user-2')
  const refused = () =>
    [...tables.auditEvents.values()].filter(({ action }) => action === 'authz_fail')
  expect(refused()).toHaveLength(RECORDED_REFUSALS.limit + 1)
  clock.advance('1h')
  await refuse('user-1')
  expect(refused()).toHaveLength(RECORDED_REFUSALS.limit + 2)
})
