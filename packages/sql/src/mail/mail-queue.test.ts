import type { Settlement } from '@latchkey/core'
import { afterNoon, aMailOrder, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
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

  test.each(['sent', 'failed', 'dead'] as const)(
    'the payload of a %s mail is wiped',
    async (state) => {
      const { outbox, mailQueue, rows } = await open()
      await outbox.add(aMailOrder(), NOON)
      const [message] = await mailQueue.claim('one', 1, NOON, LEASE)
      await mailQueue.settle('one', message?.id ?? '', over(state), afterNoon(1))
      const finished = afterNoon(1).getTime()
      expect(await rows()).toMatchObject([{ state, payload: null, finished_at: finished }])
    },
  )

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
})
