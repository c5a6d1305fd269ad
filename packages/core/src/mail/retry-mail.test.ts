import { expect, test } from 'vitest'
import { aMailOrder } from '../testing/a-mail-order.ts'
import { coreInMemory } from '../testing/core-in-memory.ts'
import { afterNoon } from '../testing/fixed-clock.ts'
import type { Settlement } from './mail-queue.ts'

const over = (state: Settlement['state'], tries = 3): Settlement => ({
  ...{ state, tries, deferrals: 2, nextTryAt: null },
  reason: '550 no',
})

const setUp = async (settlement?: Settlement) => {
  const core = coreInMemory()
  const { outbox, mailQueue, mailRecords } = core.stores
  const now = core.clock.now()
  await outbox.add(aMailOrder(), now)
  const [{ id = '' } = {}] = [...core.tables.messages.values()]
  if (settlement) {
    await mailQueue.claim('me', 1, now, afterNoon(15_000))
    await mailQueue.settle('me', id, settlement, now)
  }
  const actor = { userId: 'admin-1', origin: core.origin() }
  const events = () => [...core.tables.auditEvents.values()]
  const retry = (which = id) => core.retryMail(actor, which)
  return { ...core, id, retry, events, record: () => mailRecords.find(id), mailQueue }
}

test('a dead mail is sent again as if for the first time, and who asked for it is recorded', async () => {
  const core = await setUp(over('dead'))
  expect(await core.retry()).toEqual({ ok: true })
  const now = core.clock.now()
  expect(await core.record()).toMatchObject({
    ...{ state: 'queued', tries: 0, reason: null, nextTryAt: now },
  })
  expect(await core.mailQueue.claim('me', 1, now, afterNoon(15_000))).toMatchObject([
    { id: core.id, tries: 0, deferrals: 0, order: aMailOrder() },
  ])
  expect(core.events()).toMatchObject([
    {
      action: 'sys_mail_retried',
      resource: 'mail',
      actorId: 'admin-1',
      userId: null,
      metadata: { messageId: core.id, template: 'verify_email', state: 'dead', tries: 3 },
    },
  ])
  expect(JSON.stringify(core.events())).not.toContain('example.org')
})

test('a mail that waits for its next try is tried now', async () => {
  const core = await setUp({ ...over('deferred'), nextTryAt: afterNoon(300_000) })
  expect(await core.retry()).toEqual({ ok: true })
  expect(await core.record()).toMatchObject({ state: 'queued', nextTryAt: core.clock.now() })
})

test('one that is on its way anyway is left alone, and nothing is recorded', async () => {
  const core = await setUp()
  expect(await core.retry()).toEqual({ ok: true })
  await core.mailQueue.claim('me', 1, core.clock.now(), afterNoon(15_000))
  expect(await core.retry()).toEqual({ ok: true })
  expect(await core.mailQueue.owners()).toEqual(['me'])
  expect(core.events()).toEqual([])
})

test.each(['sent', 'failed'] as const)('a %s mail is over', async (state) => {
  const core = await setUp(over(state))
  expect(await core.retry()).toEqual({ ok: false, reason: 'mail_over' })
  expect(await core.record()).toMatchObject({ state })
  expect(core.events()).toEqual([])
})

test('a dead mail whose code has ended is over, and so is a waiting one', async () => {
  const waiting = { ...over('deferred'), nextTryAt: afterNoon(90_000_000) }
  for (const settlement of [over('dead'), waiting]) {
    const core = await setUp(settlement)
    core.clock.advance('1d')
    expect(await core.retry()).toEqual({ ok: false, reason: 'mail_over' })
  }
})

test('an unknown mail is unknown, and so is a decoy', async () => {
  const core = await setUp()
  expect(await core.retry('message-99')).toEqual({ ok: false, reason: 'mail_unknown' })
  await core.stores.outbox.add(aMailOrder({ to: null }), core.clock.now())
  expect(await core.retry('message-2')).toEqual({ ok: false, reason: 'mail_unknown' })
})
