import type { Settlement } from '@latchkey/core'
import { afterNoon, aMailOrder, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { sweep } from '../shared/sweep.ts'
import { describeEngines } from '../testing/engines.ts'
import { testSealer, testStorage } from '../testing/test-database.ts'

const LEASE = afterNoon(15_000)
const over = (state: Settlement['state']): Settlement => ({
  state,
  tries: 1,
  deferrals: 0,
  nextTryAt: null,
  reason: null,
})

describeEngines((engine) => {
  const open = async () => {
    const database = await engine.open()
    const { stores, mailQueue } = testStorage(database)
    const rows = () => database.write.selectFrom('messages').selectAll().execute()
    return { database, outbox: stores.outbox, mailQueue, rows }
  }

  test('of a mail only its recipient, template and language are readable in the row', async () => {
    const { outbox, rows } = await open()
    await outbox.add(
      aMailOrder({ data: { link: 'https://x/#t', code: '123456', hours: 24 } }),
      NOON,
    )
    const [row] = await rows()
    expect(JSON.stringify(row)).not.toMatch(/123456|https/)
    expect(row?.recipient).toBe('Ada@example.org')
    const opened = testSealer().open(`messages.payload:${row?.id}`, row?.payload ?? '')
    expect(opened).toContain('123456')
  })

  test('who writes another recipient into a row leads no mail there', async () => {
    const { database, outbox, mailQueue, rows } = await open()
    await outbox.add(aMailOrder(), NOON)
    await outbox.add(aMailOrder({ to: null }), NOON)
    await database.write.updateTable('messages').set({ recipient: 'eve@evil.example' }).execute()
    expect(await mailQueue.claim('one', 10, NOON, LEASE)).toEqual([])
    expect((await rows()).map(({ state }) => state)).toEqual(['deferred', 'deferred'])
  })

  test('a mail that an earlier version sealed, without its recipient, is still sent', async () => {
    const { database, outbox, mailQueue, rows } = await open()
    const order = aMailOrder()
    await outbox.add(order, NOON)
    const [{ id = '' } = {}] = await rows()
    const payload = testSealer().seal(`messages.payload:${id}`, JSON.stringify(order.data))
    await database.write.updateTable('messages').set({ payload }).execute()
    expect((await mailQueue.claim('one', 1, NOON, LEASE))[0]?.order).toEqual(order)
  })

  test('a mail bears the name under which it was ordered, and an early one the name of the product', async () => {
    const { database, outbox, mailQueue, rows } = await open()
    let name = 'Acme'
    const named = testStorage(database, undefined, () => name)
    await named.stores.outbox.add(aMailOrder(), NOON)
    name = 'Acme & Sons'
    const [claimed] = await mailQueue.claim('one', 1, NOON, LEASE)
    expect(claimed).toMatchObject({ brand: 'Acme', order: aMailOrder() })
    expect((await rows())[0]?.payload).not.toContain('Acme')
    await outbox.add(aMailOrder({ to: 'bob@example.org' }), afterNoon(1))
    const row = (await rows()).find(({ recipient }) => recipient === 'bob@example.org')
    const early = JSON.stringify({ ...aMailOrder().data, recipient: 'bob@example.org' })
    const payload = testSealer().seal(`messages.payload:${row?.id}`, early)
    await database.write
      .updateTable('messages')
      .set({ payload })
      .where('id', '=', row?.id ?? '')
      .execute()
    const [next] = await mailQueue.claim('one', 1, afterNoon(1), LEASE)
    expect(next?.brand).toBe('Latchkey')
  })

  test.each(['sent', 'failed'] as const)('the payload of a %s mail is wiped', async (state) => {
    const { outbox, mailQueue, rows } = await open()
    await outbox.add(aMailOrder(), NOON)
    const [message] = await mailQueue.claim('one', 1, NOON, LEASE)
    await mailQueue.settle('one', message?.id ?? '', over(state), afterNoon(1))
    const finished = afterNoon(1).getTime()
    expect(await rows()).toMatchObject([{ state, payload: null, finished_at: finished }])
  })

  test('what a dead mail says is kept, to be sent again, until its code ends, and wiped then', async () => {
    const { database, outbox, mailQueue, rows } = await open()
    const { expiresAt } = aMailOrder()
    await outbox.add(aMailOrder(), NOON)
    await outbox.add(aMailOrder({ to: null }), NOON)
    for (const { id } of await mailQueue.claim('one', 2, NOON, LEASE))
      await mailQueue.settle('one', id, over('dead'), afterNoon(1))
    const kept = { state: 'dead', payload: expect.any(String), wipe_at: expiresAt.getTime() }
    expect(await rows()).toMatchObject([kept])
    await sweep(database, { now: new Date(expiresAt.getTime() - 1) })
    expect(await rows()).toMatchObject([kept])
    await sweep(database, { now: expiresAt })
    expect(await rows()).toMatchObject([{ state: 'dead', payload: null, wipe_at: null }])
  })

  test('a mail that is sent again keeps what it says, whatever is swept', async () => {
    const { database, outbox, mailQueue, rows } = await open()
    const { mailRecords } = testStorage(database).stores
    await outbox.add(aMailOrder(), NOON)
    const [{ id = '' } = {}] = await mailQueue.claim('one', 1, NOON, LEASE)
    await mailQueue.settle('one', id, over('dead'), NOON)
    await mailRecords.queueAgain(id, NOON)
    await sweep(database, { now: afterNoon(1e9) })
    expect(await rows()).toMatchObject([{ state: 'queued', payload: expect.any(String) }])
  })

  test('the payload of an expired mail is wiped and the reason kept', async () => {
    const { outbox, mailQueue, rows } = await open()
    await outbox.add(aMailOrder({ expiresAt: afterNoon(1) }), NOON)
    await mailQueue.claim('one', 1, afterNoon(1), LEASE)
    const failed = { state: 'failed', reason: 'expired', payload: null, next_try_at: null }
    expect(await rows()).toMatchObject([failed])
  })

  test('a payload moved to another row, or sealed under a lost key, stops no other mail', async () => {
    const { database, outbox, mailQueue, rows } = await open()
    await outbox.add(aMailOrder({ to: 'moved@example.org' }), NOON)
    const [foreign] = await rows()
    await outbox.add(aMailOrder({ to: 'changed@example.org' }), NOON)
    await database.write
      .updateTable('messages')
      .set({ payload: foreign?.payload ?? '' })
      .where('recipient', '=', 'changed@example.org')
      .execute()
    await outbox.add(aMailOrder({ to: 'good@example.org' }), NOON)
    const claimed = await mailQueue.claim('one', 9, NOON, LEASE)
    expect(claimed.map(({ order }) => order.to).sort()).toEqual([
      'good@example.org',
      'moved@example.org',
    ])
    const changed = (await rows()).find((row) => row.recipient === 'changed@example.org')
    expect(changed).toMatchObject({ state: 'deferred', lease_owner: null })
    expect(changed?.next_try_at).toBeGreaterThan(NOON.getTime())
  })
  test('a message that cannot be read when its ticket is presented is put off, not lost', async () => {
    const { database, outbox, mailQueue, rows } = await open()
    await outbox.add(aMailOrder(), NOON)
    const [message] = await mailQueue.claim('ticket', 1, NOON, LEASE)
    await database.write.updateTable('messages').set({ payload: 'changed' }).execute()
    const id = message?.id ?? ''
    expect(await mailQueue.takeOver('ticket', 'worker', id, LEASE, NOON)).toBeNull()
    const [row] = await rows()
    const kept = { state: 'deferred', lease_owner: null, payload: 'changed', tries: 0 }
    expect(row).toMatchObject(kept)
    expect(row?.reason).toContain('another key')
    expect(row?.next_try_at).toBeGreaterThan(NOON.getTime())
  })

  test('the payload of a mail that expired on its way through the broker is wiped', async () => {
    const { outbox, mailQueue, rows } = await open()
    await outbox.add(aMailOrder({ expiresAt: afterNoon(1) }), NOON)
    const [message] = await mailQueue.claim('ticket', 1, NOON, LEASE)
    await mailQueue.takeOver('ticket', 'worker', message?.id ?? '', LEASE, afterNoon(1))
    const failed = { state: 'failed', reason: 'expired', payload: null, next_try_at: null }
    expect(await rows()).toMatchObject([failed])
  })
})
