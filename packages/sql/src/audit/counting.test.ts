import { afterNoon, anOrigin, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { migrateDown, migrateUp } from '../migrations/migrate.ts'
import { openDatabase } from '../shared/database.ts'
import { sweep } from '../shared/sweep.ts'
import { type AuditChain, anAuditChain } from '../testing/an-audit-chain.ts'
import { describeEngines, type Engine } from '../testing/engines.ts'
import { testSealer } from '../testing/test-database.ts'
import { auditKeys } from './audit-keys.ts'
import { restartChain } from './restart-chain.ts'

const DAY_MS = 86_400_000
const LONG_AGO = new Date(0)

const from = (ipAddress: string) => ({ origin: anOrigin({ ipAddress }) })
const figures = ({ storage }: AuditChain) => storage.stores.statistics.days(LONG_AGO)

describeEngines((engine) => {
  const open = async () => anAuditChain(await engine.open())

  test('an event is in the figures before it was linked and after, once', async () => {
    const chain = await open()
    await chain.record(3, from('192.0.2.1'))
    const before = await figures(chain)
    expect(before).toMatchObject([{ logins: 3, uniqueIps: 1 }])
    await chain.link()
    expect(await figures(chain)).toEqual(before)
    await chain.record(2, from('192.0.2.1'))
    await chain.record(1, from('192.0.2.2'))
    const more = await figures(chain)
    expect(more).toMatchObject([{ logins: 6, uniqueIps: 2 }])
    await chain.link()
    await chain.link(60_000)
    expect(await figures(chain)).toEqual(more)
  })

  test('an address counts once a day, however many batches it is in', async () => {
    const chain = await open()
    const days = [0, 1].map((n) => new Date(NOON.getTime() + n * DAY_MS))
    for (const at of days) await chain.record(150, { ...from('192.0.2.1'), at })
    await chain.link()
    expect(await figures(chain)).toMatchObject(days.map(() => ({ logins: 150, uniqueIps: 1 })))
  })

  test('what Latchkey did not record is in no figure', async () => {
    const chain = await open()
    await chain.record(1)
    const { write } = chain.database
    await write.updateTable('audit_events').set({ code: 'a lie' }).execute()
    await chain.link()
    expect(await figures(chain)).toEqual([])
  })

  test('the figures outlive the events and the persons, but no more than a year and a bit', async () => {
    const chain = await open()
    await chain.record(2)
    await chain.link()
    const before = await figures(chain)
    await chain.storage.stores.audit.forget('user-1', afterNoon(9))
    await chain.database.write.deleteFrom('audit_events').execute()
    expect(await figures(chain)).toEqual(before)
    const later = (days: number) => new Date(NOON.getTime() + days * DAY_MS)
    await sweep(chain.database, { now: later(399) })
    expect(await figures(chain)).toEqual(before)
    await sweep(chain.database, { now: later(401) })
    expect(await figures(chain)).toEqual([])
  })
})

describeEngines((engine) => {
  const installed = async (suited: Engine) => {
    const location = await suited.emptyLocation()
    await migrateUp(location)
    return location
  }
  const within = async <T>(location: string, work: (chain: AuditChain) => Promise<T>) => {
    const database = await openDatabase({ location })
    try {
      return await work(await anAuditChain(database, { owner: crypto.randomUUID().slice(0, 8) }))
    } finally {
      await database.close()
    }
  }

  test('a chain that is begun anew counts nothing twice, and nothing that waited is lost', async () => {
    const location = await installed(engine)
    const before = await within(location, async (chain) => {
      await chain.record(3)
      await chain.link()
      await chain.record(2)
      return figures(chain)
    })
    await restartChain(location, auditKeys(testSealer()), NOON)
    await within(location, async (chain) => {
      await chain.link()
      expect(await figures(chain)).toEqual(before)
    })
  })

  test('a log from before there were figures has them after the migration', async () => {
    const location = await installed(engine)
    const before = await within(location, async (chain) => {
      await chain.record(3, from('192.0.2.1'))
      await chain.record(1, { action: 'authn_login_fail', success: false, code: 'x' })
      await chain.link()
      return figures(chain)
    })
    let undone: readonly string[] = []
    while (!undone.some((name) => name.startsWith('0015'))) undone = await migrateDown(location)
    await migrateUp(location)
    expect(await within(location, figures)).toEqual(before)
  })
})
