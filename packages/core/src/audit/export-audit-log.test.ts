import { expect, test } from 'vitest'
import { anAuditEvent, coreInMemory, memoryUnitOfWork } from '../testing/index.ts'
import { exportAuditLog } from './export-audit-log.ts'

const setup = async (events: number) => {
  const { stores, secrets, clock, tables, origin } = coreInMemory()
  for (let n = 0; n < events; n++) {
    const id = `event-${String(n).padStart(5, '0')}`
    await stores.audit.record(anAuditEvent({ id, at: clock.now() }))
    clock.advance('1s')
  }
  let pages = 0
  const history = {
    list: (page: Parameters<typeof stores.auditHistory.list>[0]) => {
      pages += 1
      return stores.auditHistory.list(page)
    },
  }
  const unitOfWork = memoryUnitOfWork(stores)
  const run = exportAuditLog({ unitOfWork, history, secrets, clock })
  const actor = { userId: 'admin-1', origin: origin() }
  return { tables, pagesRead: () => pages, run: run.bind(null, actor) }
}

const own = { action: 'authn_login_success' } as const

test('an export has every event once, newest first, and is itself one event', async () => {
  const { run, tables } = await setup(1203)
  const ids = []
  for await (const page of await run({ filter: own, after: null }))
    ids.push(...page.map(({ id }) => id))
  expect(ids).toHaveLength(1203)
  expect(ids).toEqual(ids.toSorted().reverse())
  const [event, ...more] = [...tables.auditEvents.values()].slice(1203)
  expect(more).toEqual([])
  expect(event).toMatchObject({ action: 'sensitive_read', actorId: 'admin-1', userId: null })
  expect(event?.metadata).toEqual({ filter: own })
})

test('a page is read when the one before it was taken, and never more than the limit', async () => {
  const { run, pagesRead } = await setup(1203)
  const pages = await run({ filter: own, after: null, limit: 700 })
  expect(pagesRead()).toBe(0)
  expect((await pages.next()).value).toHaveLength(500)
  expect(pagesRead()).toBe(1)
  expect((await pages.next()).value).toHaveLength(200)
  expect((await pages.next()).done).toBe(true)
  expect(pagesRead()).toBe(2)
})

test('what the export was filtered by is noted, but for persons and addresses', async () => {
  const { run, tables } = await setup(0)
  const personal = { userId: 'user-1', actorId: 'user-2', ipAddress: '192.0.2.9', requestId: 'r' }
  await run({ filter: { ...personal, success: false, from: new Date(0) }, after: null })
  const [event] = tables.auditEvents.values()
  expect(event?.metadata).toEqual({
    filter: { success: false, from: '1970-01-01T00:00:00.000Z' },
  })
})
