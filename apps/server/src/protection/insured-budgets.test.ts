import { type AttemptBudget, type Budget, DependencyUnavailable } from '@latchkey/core'
import { describeAttemptBudget, memoryStores, NOON } from '@latchkey/core/testing'
import { describe, expect, test } from 'vitest'
import { insuredBudgets } from './insured-budgets.ts'
import { processBudgets } from './process-budgets.ts'

const BUDGET: Budget = { name: 'login', limit: 5, windowSeconds: 900 }
const NO = { ok: false, reason: 'budget_spent', retryAfterSeconds: 900 }

describeAttemptBudget('the memory of a process', async () => [{ budgets: processBudgets() }])

test('of too many subjects the oldest windows are forgotten, and memory stays bounded', async () => {
  const budgets = processBudgets(3)
  const one = { ...BUDGET, limit: 1 }
  for (const subject of ['a', 'b', 'c', 'd']) await budgets.reserve(one, subject, NOON)
  const taken = ['a', 'b', 'c', 'd'].map((subject) => budgets.isTaken(one, subject))
  expect(taken).toEqual([false, true, true, true])
  expect(await budgets.reserve(one, 'b', NOON)).toEqual(NO)
})

/** Shared budgets that a test can take away and bring back. */
const aCluster = () => {
  const { budgets } = memoryStores()
  let isThere = true
  let asked = 0
  const guarded = async <T>(answer: () => Promise<T>): Promise<T> => {
    asked++
    if (!isThere) throw new DependencyUnavailable('away')
    return answer()
  }
  const shared: AttemptBudget = {
    reserve: (...about) => guarded(() => budgets.reserve(...about)),
    release: (...about) => guarded(() => budgets.release(...about)),
    clear: (...about) => guarded(() => budgets.clear(...about)),
  }
  let announce = (): void => undefined
  const node = () =>
    insuredBudgets({
      shared,
      own: processBudgets(),
      untilBack: () =>
        new Promise((resolve) => {
          announce = resolve
        }),
    })
  return {
    node,
    asked: () => asked,
    leave() {
      isThere = false
    },
    async comeBack() {
      isThere = true
      announce()
      await Promise.resolve()
    },
  }
}

const take = async (budgets: AttemptBudget, times: number): Promise<boolean[]> => {
  const taken: boolean[] = []
  for (let n = 0; n < times; n++) taken.push((await budgets.reserve(BUDGET, 'ada', NOON)).ok)
  return taken
}

describeAttemptBudget('an insured cluster', async () => {
  const { node } = aCluster()
  return [{ budgets: node() }, { budgets: node() }]
})

describe('while the shared budgets are away', () => {
  test('each process gives half, and asks the shared ones once', async () => {
    const cluster = aCluster()
    const budgets = cluster.node()
    cluster.leave()
    expect(await take(budgets, 4)).toEqual([true, true, true, false])
    await budgets.release(BUDGET, 'ada')
    expect(await take(budgets, 2)).toEqual([true, false])
    await budgets.clear(BUDGET, 'ada')
    expect(await take(budgets, 4)).toEqual([true, true, true, false])
    expect(cluster.asked()).toBe(1)
  })

  test('a limit of one stays one', async () => {
    const cluster = aCluster()
    const budgets = cluster.node()
    cluster.leave()
    const one = { ...BUDGET, limit: 1 }
    expect(await budgets.reserve(one, 'ada', NOON)).toEqual({ ok: true })
    expect(await budgets.reserve(one, 'ada', NOON)).toEqual(NO)
  })

  test('they are asked again when they are back, and know what they knew', async () => {
    const cluster = aCluster()
    const [one, two] = [cluster.node(), cluster.node()]
    expect(await take(one, 2)).toEqual([true, true])
    cluster.leave()
    expect(await take(one, 4)).toEqual([true, true, true, false])
    await cluster.comeBack()
    expect(await take(two, 2)).toEqual([true, true])
    expect(await take(one, 2)).toEqual([true, false])
  })

  test('no more is given back than was taken, wherever that was', async () => {
    const cluster = aCluster()
    const budgets = cluster.node()
    expect(await take(budgets, 4)).toEqual([true, true, true, true])
    cluster.leave()
    expect(await take(budgets, 1)).toEqual([true])
    await cluster.comeBack()
    // The guess that took its place here.
    await budgets.release(BUDGET, 'ada')
    expect(await take(budgets, 2)).toEqual([true, false])
  })

  test('a fault that is no outage is thrown', async () => {
    const broken = async () => {
      throw new TypeError('a bug')
    }
    const budgets = insuredBudgets({
      shared: { reserve: broken, release: broken, clear: broken },
      own: processBudgets(),
      untilBack: async () => undefined,
    })
    await expect(budgets.reserve(BUDGET, 'ada', NOON)).rejects.toThrow('a bug')
  })
})
