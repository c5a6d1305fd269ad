import type { MailOrder } from '@latchkey/core'
import { afterNoon, aMailOrder, fixedClock, memoryStores, NOON } from '@latchkey/core/testing'
import { describe, expect, test } from 'vitest'
import { HELD_BACK, queueWithinBudget } from './queue-within-budget.ts'

const EXPIRES = afterNoon(86_400_000)
const CODE: MailOrder = {
  template: 'sign_in_code',
  to: 'new@example.org',
  locale: 'en',
  data: { code: '123456', minutes: 5 },
  expiresAt: EXPIRES,
}
const NOTICE: MailOrder = {
  template: 'password_changed',
  to: 'ada@example.org',
  locale: 'en',
  data: { at: NOON.toISOString(), resetLink: 'https://x' },
  expiresAt: EXPIRES,
}
const RESET: MailOrder = {
  template: 'reset_password',
  to: 'ada@example.org',
  locale: 'en',
  data: { link: 'https://x', minutes: 30 },
  expiresAt: EXPIRES,
}

const setup = (limit = 3) => {
  const clock = fixedClock()
  const { mailQueue, outbox, tables } = memoryStores()
  const lines: string[] = []
  const write = (_fields: object, message: string) => void lines.push(message)
  const budgeted = () =>
    queueWithinBudget({
      queue: mailQueue,
      limit: () => limit,
      clock,
      log: { info: write, warn: write },
    })
  const add = async (...orders: readonly MailOrder[]) => {
    for (const order of orders) await outbox.add(order, clock.now())
  }
  const claim = (queue = budgeted(), most = 100) => {
    const until = new Date(clock.now().getTime() + 15_000)
    return queue.claim('me', most, clock.now(), until)
  }
  /** Claims what is due and sends it; resolves to the templates. */
  const send = async (queue = budgeted()) => {
    const claimed = await claim(queue)
    for (const { id } of claimed) {
      const sent = { state: 'sent', tries: 0, deferrals: 0, nextTryAt: null, reason: null } as const
      await queue.settle('me', id, sent, clock.now())
    }
    return claimed.map(({ order }) => order.template)
  }
  const states = () => [...tables.messages.values()].map(({ state }) => state)
  return { clock, tables, lines, budgeted, add, claim, send, states }
}
const SIGN_UP = aMailOrder()

describe('with a budget for all mails to new addresses', () => {
  test('what is beyond it waits and is lost by nobody; the log says so once, and when it is over', async () => {
    const { clock, add, send, states, tables, lines, budgeted } = setup()
    const queue = budgeted()
    await add(SIGN_UP, SIGN_UP, CODE, SIGN_UP, CODE)
    expect(await send(queue)).toEqual(['verify_email', 'verify_email', 'sign_in_code'])
    expect(states()).toEqual(['sent', 'sent', 'sent', 'deferred', 'deferred'])
    const held = [...tables.messages.values()].filter(({ state }) => state === 'deferred')
    for (const { reason, tries, deferrals, nextTryAt } of held)
      expect([reason, tries, deferrals, nextTryAt]).toEqual([HELD_BACK, 0, 0, afterNoon(300_000)])
    clock.advance('30m')
    expect(await send(queue)).toEqual([])
    expect(lines).toEqual([expect.stringContaining('mails to new addresses wait')])
    clock.advance('30m')
    expect((await send(queue)).sort()).toEqual(['sign_in_code', 'verify_email'])
    expect(new Set(states())).toEqual(new Set(['sent']))
    expect(lines.at(-1)).toBe('mails to new addresses go out again')
  })

  test('links and notices to users always go, and count for nothing', async () => {
    const { add, send } = setup(1)
    const toUsers = [RESET, NOTICE, RESET, NOTICE]
    await add(...toUsers, SIGN_UP, SIGN_UP, ...toUsers)
    const sent = await send()
    expect(sent.filter((template) => template === 'verify_email')).toHaveLength(1)
    expect(sent).toHaveLength(9)
  })

  test('decoys neither count nor wait', async () => {
    const { add, claim } = setup(1)
    const decoy = { ...SIGN_UP, to: null }
    await add(decoy, decoy, SIGN_UP, decoy)
    expect(await claim()).toHaveLength(4)
  })

  test('what another process holds or has just sent counts', async () => {
    const { add, claim, send, clock } = setup(2)
    await add(SIGN_UP, SIGN_UP)
    expect(await claim(undefined, 1)).toHaveLength(1)
    expect(await send()).toHaveLength(1)
    clock.advance('10s')
    await add(SIGN_UP)
    expect(await claim()).toEqual([])
  })

  test('within a second a process goes by what it took itself', async () => {
    const { add, claim, budgeted, clock } = setup(3)
    const queue = budgeted()
    for (const expected of [1, 1, 1, 0]) {
      await add(SIGN_UP)
      clock.advanceMilliseconds(100)
      expect(await claim(queue)).toHaveLength(expected)
    }
  })
})
