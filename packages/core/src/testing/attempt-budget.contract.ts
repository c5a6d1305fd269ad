import { describe, expect, test } from 'vitest'
import type { AttemptBudget, Budget } from '../protection/attempt-budget.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { NEAR_TWINS, type OpenNodes, race, rounds } from './race.ts'

const BUDGET: Budget = { name: 'login', limit: 3, windowSeconds: 900 }
const YES = { ok: true }
const no = (retryAfterSeconds: number) => ({ ok: false, reason: 'budget_spent', retryAfterSeconds })

/** Every AttemptBudget must pass this suite. */
export const describeAttemptBudget = (
  name: string,
  openNodes: OpenNodes<{ readonly budgets: AttemptBudget }>,
) =>
  describe(`${name} is an AttemptBudget`, () => {
    const open = async () => {
      const [{ budgets }] = await openNodes()
      const spendAll = async (subject = 'ada', now = NOON) => {
        for (let n = 0; n < BUDGET.limit; n++)
          expect(await budgets.reserve(BUDGET, subject, now)).toEqual(YES)
      }
      return { budgets, spendAll }
    }

    test('there are as many places as the budget says, then a wait for the window to end', async () => {
      const { budgets, spendAll } = await open()
      await spendAll()
      expect(await budgets.reserve(BUDGET, 'ada', NOON)).toEqual(no(900))
      expect(await budgets.reserve(BUDGET, 'ada', afterNoon(899_001))).toEqual(no(1))
    })

    test('the window starts with the first attempt, not with the last or a refused one', async () => {
      const { budgets, spendAll } = await open()
      await budgets.reserve(BUDGET, 'ada', NOON)
      await budgets.reserve(BUDGET, 'ada', afterNoon(600_000))
      await budgets.reserve(BUDGET, 'ada', afterNoon(700_000))
      expect(await budgets.reserve(BUDGET, 'ada', afterNoon(899_999))).toEqual(no(1))
      await spendAll('ada', afterNoon(900_000))
      expect(await budgets.reserve(BUDGET, 'ada', afterNoon(900_000))).toEqual(no(900))
    })

    test('a place given back can be taken again, and no more than were taken', async () => {
      const { budgets, spendAll } = await open()
      await budgets.release(BUDGET, 'ada')
      await spendAll()
      await budgets.release(BUDGET, 'ada')
      expect(await budgets.reserve(BUDGET, 'ada', NOON)).toEqual(YES)
      expect(await budgets.reserve(BUDGET, 'ada', NOON)).toEqual(no(900))
      for (let n = 0; n < 10; n++) await budgets.release(BUDGET, 'ada')
      await spendAll()
      expect(await budgets.reserve(BUDGET, 'ada', NOON)).toEqual(no(900))
    })

    test('a window in which no attempt counts any more starts anew with the next one', async () => {
      const { budgets, spendAll } = await open()
      await budgets.reserve(BUDGET, 'ada', NOON)
      await budgets.release(BUDGET, 'ada')
      await spendAll('ada', afterNoon(600_000))
      expect(await budgets.reserve(BUDGET, 'ada', afterNoon(900_000))).toEqual(no(600))
    })

    test('clearing gives every place of one subject back and no other one', async () => {
      const { budgets, spendAll } = await open()
      await spendAll('ada')
      await spendAll('bob')
      await budgets.clear(BUDGET, 'ada')
      await budgets.clear(BUDGET, 'nobody')
      await spendAll('ada')
      expect(await budgets.reserve(BUDGET, 'bob', NOON)).toEqual(no(900))
    })

    test('subjects and budgets do not share places', async () => {
      const { budgets, spendAll } = await open()
      await spendAll('ada')
      expect(await budgets.reserve(BUDGET, 'bob', NOON)).toEqual(YES)
      expect(await budgets.reserve({ ...BUDGET, name: 'Login' }, 'ada', NOON)).toEqual(YES)
      expect(await budgets.reserve({ ...BUDGET, name: 'log' }, 'inada', NOON)).toEqual(YES)
    })

    test.each(NEAR_TWINS)('%j spends nothing of %j', async (one, other) => {
      const { budgets, spendAll } = await open()
      await spendAll(one)
      expect(await budgets.reserve(BUDGET, other, NOON)).toEqual(YES)
    })

    test('a raised limit counts at once, and so does a lowered one', async () => {
      const { budgets, spendAll } = await open()
      await spendAll()
      expect(await budgets.reserve({ ...BUDGET, limit: 4 }, 'ada', NOON)).toEqual(YES)
      expect(await budgets.reserve({ ...BUDGET, limit: 2 }, 'ada', NOON)).toEqual(no(900))
    })

    test('parallel attempts never exceed the budget, in a first window or a later one', async () => {
      const nodes = await openNodes()
      for (const round of rounds())
        for (const now of [NOON, afterNoon(900_000)]) {
          const reserved = await race(nodes, ({ budgets }) =>
            budgets.reserve(BUDGET, `subject-${round}`, now),
          )
          expect(reserved.filter(({ ok }) => ok)).toHaveLength(BUDGET.limit)
        }
    })
  })
