import { expect, test } from 'vitest'
import { anAuditEvent, coreInMemory } from '../testing/index.ts'
import { showStatistics } from './show-statistics.ts'

test('there is a figure for every day that was asked for, and the last one is today', async () => {
  const { stores, clock } = coreInMemory()
  const show = showStatistics({ ...stores, clock })
  await stores.audit.record(anAuditEvent({ at: clock.now() }))
  clock.advance('48h')
  const { at, days } = await show(4)
  expect(at).toEqual(clock.now())
  expect(days.map(({ logins }) => logins)).toEqual([0, 1, 0, 0])
  const last = days.at(-1)?.day.toISOString()
  expect(last).toBe(`${clock.now().toISOString().slice(0, 10)}T00:00:00.000Z`)
  expect(await show(1)).toMatchObject({ days: [{ logins: 0, uniqueIps: 0 }] })
})
