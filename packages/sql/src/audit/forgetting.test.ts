import { setTimeout } from 'node:timers/promises'
import { afterNoon, anAuditEvent, anOrigin, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { anAuditChain, threeMinutes } from '../testing/an-audit-chain.ts'
import { describeEngines, describeServers } from '../testing/engines.ts'

/** Everything in the log as one text. */
const textOf = async ({ database }: Awaited<ReturnType<typeof anAuditChain>>) =>
  JSON.stringify(await database.read.selectFrom('audit_events').selectAll().execute())

describeEngines((engine) => {
  const open = async () => anAuditChain(await engine.open())
  const forget = ({ storage }: Awaited<ReturnType<typeof open>>, userId: string) =>
    storage.unitOfWork.run(({ audit }) => audit.forget(userId, NOON))

  test('a person is erased, and the chain stays whole', async () => {
    const chain = await open()
    await threeMinutes(chain)
    await forget(chain, 'user-1')
    expect(await textOf(chain)).not.toContain('user-1')
    expect(await chain.verify()).toMatchObject({ events: 12, erased: 4, finding: null })
    await forget(chain, 'user-2')
    expect(await chain.verify()).toMatchObject({ events: 12, erased: 8, finding: null })
  })

  test('every trace of the person goes: id, session, address, browser, request, metadata', async () => {
    const chain = await open()
    const person = { userId: 'the-person', actorId: 'the-person', sessionId: 'the-session' }
    const origin = anOrigin({ ipAddress: '203.0.113.9', userAgent: 'Her Browser' })
    const act = { ...person, origin: { ...origin, requestId: 'her-request' } }
    await chain.record(1, { ...act, metadata: { name: 'Ada Lovelace' } })
    await chain.link()
    await chain.record(1, { ...act, metadata: { name: 'Ada Lovelace' } })
    await forget(chain, 'the-person')
    expect(await textOf(chain)).not.toMatch(/the-|203\.0\.113\.9|Lovelace|Her Browser|her-request/)
    await chain.link()
    expect(await chain.verify()).toMatchObject({ events: 2, erased: 1, finding: null })
  })

  test('what is left of a person cannot be compared with a guess: the key is gone', async () => {
    const chain = await open()
    await threeMinutes(chain)
    await forget(chain, 'user-1')
    const keys = chain.database.read.selectFrom('audit_subject_keys').selectAll()
    const row = await keys.where('user_id', '=', 'user-1').executeTakeFirstOrThrow()
    expect(chain.keys.sealer.open('audit-subject-key:user-1', row.sealed_key)).toBe('')
  })

  test('an act that is recorded after its person was forgotten names nobody once it is linked', async () => {
    const chain = await open()
    await chain.record(3)
    await chain.link()
    await chain.storage.unitOfWork.run(async ({ audit }) => {
      await audit.forget('user-1', NOON)
      await audit.record(anAuditEvent({ id: 'deleted', userId: 'user-1', actorId: 'admin-1' }))
      await audit.record(anAuditEvent({ id: 'late', userId: 'user-1', actorId: 'user-1' }))
    })
    expect(await chain.link()).toMatchObject({ events: 2, forged: 0 })
    expect(await textOf(chain)).not.toContain('user-1')
    expect(await textOf(chain)).toContain('admin-1')
    expect((await chain.verify()).finding).toBeNull()
  })

  test('somebody nothing was recorded about is forgotten too', async () => {
    const chain = await open()
    await forget(chain, 'user-1')
    await forget(chain, 'user-1')
    await chain.record(3)
    await chain.link()
    expect(await textOf(chain)).not.toContain('user-1')
    expect((await chain.verify()).finding).toBeNull()
  })

  test('who acted and whom it was about are erased apart, in either order', async () => {
    for (const order of [
      ['user-1', 'admin-1'],
      ['admin-1', 'user-1'],
    ] as const) {
      const chain = await open()
      await chain.record(2, { userId: 'user-1', actorId: 'admin-1' })
      await chain.link()
      for (const person of order) {
        await forget(chain, person)
        expect(await textOf(chain)).not.toContain(person)
        expect(await chain.verify()).toMatchObject({ events: 2, erased: 2, finding: null })
      }
    }
  })

  test('fields that come back to an erased event, and further ones that go, are found', async () => {
    const chain = await open()
    await threeMinutes(chain)
    await forget(chain, 'user-1')
    const events = chain.database.write.updateTable('audit_events')
    const first = events.where('sequence', '=', 1)
    await first.set({ user_id: 'user-1' }).execute()
    expect((await chain.verify()).finding).toMatchObject({ sequence: 1 })
    await first.set({ user_id: null, ip_address: '192.0.2.1' }).execute()
    expect((await chain.verify()).finding).toMatchObject({ sequence: 1 })
    await first.set({ ip_address: null, erasure: null }).execute()
    expect((await chain.verify()).finding).toMatchObject({ sequence: 1 })
  })

  test('the proof of one erasure is none for another event', async () => {
    const chain = await open()
    await threeMinutes(chain)
    await forget(chain, 'user-1')
    const events = chain.database.read.selectFrom('audit_events').select('erasure')
    const { erasure } = await events.where('sequence', '=', 1).executeTakeFirstOrThrow()
    const blank = { user_id: null, session_id: null, metadata: '{}', actor_id: null }
    const nowhere = { ip_address: null, user_agent: null, request_id: null }
    await chain.database.write
      .updateTable('audit_events')
      .set({ ...blank, ...nowhere, erasure })
      .where('sequence', '=', 2)
      .execute()
    expect((await chain.verify()).finding).toMatchObject({ sequence: 2 })
  })

  test('more events than one statement takes lose their person', async () => {
    const chain = await open()
    await chain.storage.unitOfWork.run(async ({ audit }) => {
      for (let n = 0; n < 600; n++)
        await audit.record(anAuditEvent({ id: `event-${n}`, at: afterNoon(n) }))
    })
    await chain.link()
    await forget(chain, 'user-1')
    expect(await textOf(chain)).not.toContain('user-1')
    expect(await chain.verify()).toMatchObject({ events: 600, erased: 600, finding: null })
  })

  test('when the act that forgets is rolled back, nobody is forgotten', async () => {
    const chain = await open()
    await threeMinutes(chain)
    const failing = chain.storage.unitOfWork.run(async ({ audit }) => {
      await audit.forget('user-1', NOON)
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    expect(await chain.verify()).toMatchObject({ erased: 0, finding: null })
    expect(await textOf(chain)).toContain('user-1')
  })
})

describeServers((engine) => {
  test('somebody is forgotten before anything of theirs was linked, while it is', async () => {
    const [one, other] = await engine.openTwice()
    const chain = await anAuditChain(one)
    const second = await anAuditChain(other, { owner: 'node-2' })
    await chain.record(1, { userId: 'user-1', actorId: 'user-1' })
    const { promise: isForgotten, resolve: forgotten } = Promise.withResolvers<void>()
    const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>()
    const forgetting = second.storage.unitOfWork.run(async ({ audit }) => {
      await audit.forget('user-1', NOON)
      forgotten()
      await mayCommit
    })
    await isForgotten
    const linking = chain.link()
    await setTimeout(200)
    commit()
    await forgetting
    expect(await linking).toMatchObject({ events: 1, forged: 0 })
    expect(await textOf(chain)).not.toContain('user-1')
    expect((await second.verify()).finding).toBeNull()
  })

  test('persons are erased while others are recorded, linked and verified', async () => {
    const [one, other] = await engine.openTwice()
    const chain = await anAuditChain(one)
    const second = await anAuditChain(other, { owner: 'node-2' })
    let isOver = false
    const linking = (async () => {
      while (!isOver) await chain.link()
    })()
    const verifying = (async () => {
      while (!isOver) expect((await second.verify()).finding).toBeNull()
    })()
    const acts = Array.from({ length: 60 }, (_, n) =>
      (n % 2 ? second : chain).storage.unitOfWork.run(async ({ audit }) => {
        const user = `user-${n % 10}`
        await audit.record(anAuditEvent({ id: `event-${n}`, userId: user, actorId: user }))
        if (n % 3 === 0) await audit.forget(user, NOON)
      }),
    )
    await Promise.all(acts)
    isOver = true
    await Promise.all([linking, verifying])
    await chain.link()
    const report = await second.verify()
    expect(report).toMatchObject({ events: 60, waiting: 0, finding: null })
    expect(await textOf(chain)).not.toMatch(/user-\d/)
  })
})
