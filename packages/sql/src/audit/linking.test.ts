import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { afterNoon, anAuditEvent, NOON } from '@latchkey/core/testing'
import { describe, expect, test } from 'vitest'
import { anAuditChain } from '../testing/an-audit-chain.ts'
import { describeEngines, describeServers } from '../testing/engines.ts'
import { testStorage } from '../testing/test-database.ts'

const WRITERS = 50
const MINUTE_MS = 60_000

describeEngines((engine) => {
  const openTwo = async () => {
    const [one, other] = await engine.openTwice()
    return [
      await anAuditChain(one, { owner: 'node-1' }),
      await anAuditChain(other, { owner: 'node-2' }),
    ] as const
  }
  const open = async () => (await openTwo())[0]

  test('what was recorded is linked in the order of its instants', async () => {
    const { record, link, verify, database } = await open()
    await record(3)
    await record(1, { at: NOON, id: 'first' })
    expect(await link()).toMatchObject({ events: 4, forged: 0, unreadable: 0 })
    const events = database.read.selectFrom('audit_events').select('id').orderBy('sequence')
    expect((await events.execute())[0]?.id).toBe('first')
    expect(await verify()).toMatchObject({ events: 4, from: 1, to: 4, finding: null })
    expect(await link()).toMatchObject({ events: 0 })
  })

  test('an event that nobody was asked about, and one without a request, are linked too', async () => {
    const { record, link, verify } = await open()
    await record(1, { userId: null, actorId: null })
    await record(1, { origin: null, actorId: null, processingTimeMs: null })
    await record(1, { metadata: { text: 'é \u0000 \ud83d\ude00 trailing ' }, code: 'x ' })
    await link()
    expect(await verify()).toMatchObject({ events: 3, finding: null })
  })

  test('an event with an older id and instant than those linked is linked late, not passed over', async () => {
    const { record, link, verify } = await open()
    await record(5)
    await link()
    await record(1, { id: '0-late', at: afterNoon(-60_000) })
    expect(await link()).toMatchObject({ events: 1 })
    expect(await verify()).toMatchObject({ events: 6, waiting: 0, finding: null })
  })

  test('fifty writers on two nodes, both of which link: every event has one place', async () => {
    const nodes = await openTwo()
    let writing = WRITERS
    const write = async (writer: number) => {
      const { storage } = nodes[writer % 2 ? 1 : 0]
      for (let n = 0; n < 6; n++)
        await storage.unitOfWork.run(({ audit }) =>
          audit.record(anAuditEvent({ id: `event-${writer}-${n}`, userId: `user-${writer}` })),
        )
      writing -= 1
    }
    const keepLinking = async ({ linker }: (typeof nodes)[number]) => {
      while (writing > 0) {
        await linker.round(NOON)
        await yieldToOthers()
      }
    }
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer))
    await Promise.all([...writers, ...nodes.map(keepLinking)])
    for (const { linker } of nodes) await linker.round(NOON)
    const whole = { events: WRITERS * 6, to: WRITERS * 6, waiting: 0, finding: null }
    expect(await nodes[1].verify()).toMatchObject(whole)
  })

  test('one node links; another one takes over when it leaves events lying', async () => {
    const [one, other] = await openTwo()
    await one.record(1)
    expect(await one.link()).toMatchObject({ events: 1 })
    await one.record(1)
    expect(await other.link()).toMatchObject({ events: 0 })
    await expect.poll(async () => (await other.link()).events).toBe(1)
    await one.record(1)
    expect(await one.link()).toMatchObject({ events: 0 })
    expect((await other.verify()).finding).toBeNull()
  })

  test('one node goes on while it links, however long that takes', async () => {
    const [one, other] = await openTwo()
    await one.record(1)
    await one.link()
    const until = performance.now() + 400
    while (performance.now() < until) {
      await one.record(1)
      expect(await other.link()).toMatchObject({ events: 0 })
      expect(await one.link()).toMatchObject({ events: 1 })
    }
  })

  test('a node that stops lets another one link at once', async () => {
    const [one, other] = await openTwo()
    await one.record(1)
    await one.link()
    await one.linker.release()
    await one.record(1)
    expect(await other.link()).toMatchObject({ events: 1 })
  })

  test('more events than one transaction takes are linked in one round', async () => {
    const { storage, link, verify } = await open()
    await storage.unitOfWork.run(async ({ audit }) => {
      for (let n = 0; n < 700; n++) await audit.record(anAuditEvent({ id: `event-${n}` }))
    })
    expect(await link()).toMatchObject({ events: 700 })
    expect(await verify()).toMatchObject({ events: 700, finding: null })
  })

  test('a checkpoint is signed a minute after the last one, and after a thousand events', async () => {
    const { storage, record, link, verify } = await open()
    await record(2)
    expect((await link(MINUTE_MS - 1)).checkpoints).toEqual([])
    expect((await link(MINUTE_MS)).checkpoints).toMatchObject([{ number: 1, sequence: 2 }])
    expect((await link(10 * MINUTE_MS)).checkpoints).toEqual([])
    await storage.unitOfWork.run(async ({ audit }) => {
      for (let n = 0; n < 1100; n++) await audit.record(anAuditEvent({ id: `event-${n}` }))
    })
    expect((await link(MINUTE_MS)).checkpoints).toMatchObject([{ number: 2 }])
    expect(await verify()).toMatchObject({ checkpoints: 2, finding: null })
  })

  test('an old state of the database that is put back is told by a server that runs', async () => {
    const { database, record, link } = await open()
    await record(1)
    await link()
    const old = await database.read.selectFrom('audit_chain').selectAll().executeTakeFirstOrThrow()
    await record(1)
    expect(await link()).toMatchObject({ wentBack: null })
    await link()
    await database.write.deleteFrom('audit_events').where('sequence', '>', 1).execute()
    await database.write.updateTable('audit_chain').set(old).execute()
    expect(await link()).toMatchObject({ wentBack: { from: 2, to: 1 } })
  })

  test('a person whose key cannot be opened keeps nobody else from being linked', async () => {
    const { database, record, link, verify } = await open()
    await record(3)
    await link()
    const broken = { sealed_key: 'v1.gone.AAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }
    const keys = database.write.updateTable('audit_subject_keys').where('user_id', '=', 'user-1')
    await keys.set(broken).execute()
    await record(3)
    expect(await link()).toMatchObject({ events: 2, unreadable: 1 })
    expect(await verify()).toMatchObject({ waiting: 1, finding: { sequence: 1 } })
  })

  describe('a log from before there was a chain', () => {
    const withOldEvents = async () => {
      const database = await engine.open()
      await testStorage(database).stores.audit.record(anAuditEvent({ id: 'old' }))
      await database.write.updateTable('audit_events').set({ mark: null }).execute()
      return anAuditChain(database)
    }

    test('is linked as what nobody vouches for, and changes from then on are found', async () => {
      const { database, record, link, verify } = await withOldEvents()
      await record(2)
      expect(await verify()).toMatchObject({ waiting: 3, finding: null })
      expect(await link()).toMatchObject({ events: 3, forged: 0 })
      expect(await verify()).toMatchObject({ events: 3, unmarked: 1, finding: null })
      const old = database.write.updateTable('audit_events').where('id', '=', 'old')
      await old.set({ code: 'changed' }).execute()
      expect((await verify()).finding).toMatchObject({ eventId: 'old' })
    })

    test('gives nobody the right to put events in a day later', async () => {
      const { record, link, database } = await withOldEvents()
      await link()
      await record(1)
      const waiting = database.write.updateTable('audit_events').where('sequence', 'is', null)
      await waiting.set({ mark: null }).execute()
      expect(await link(24 * 60 * MINUTE_MS)).toMatchObject({ events: 1, forged: 1 })
    })
  })
})

describeServers((engine) => {
  test('a transaction that stays open while others are linked loses no event', async () => {
    const [one, other] = await engine.openTwice()
    const chain = await anAuditChain(one)
    const { storage } = await anAuditChain(other, { owner: 'node-2' })
    const { promise: goOn, resolve } = Promise.withResolvers<void>()
    const { promise: isOpen, resolve: opened } = Promise.withResolvers<void>()
    const slow = storage.unitOfWork.run(async ({ audit }) => {
      await audit.record(anAuditEvent({ id: '0-slow', at: afterNoon(-1) }))
      opened()
      await goOn
    })
    await isOpen
    for (let n = 0; n < 5; n++) {
      await chain.record(2)
      expect(await chain.link()).toMatchObject({ events: 2 })
    }
    resolve()
    await slow
    expect(await chain.link()).toMatchObject({ events: 1 })
    expect(await chain.verify()).toMatchObject({ events: 11, waiting: 0, finding: null })
  })
})
