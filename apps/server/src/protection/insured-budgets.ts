import { type AttemptBudget, type Budget, DependencyUnavailable } from '@latchkey/core'
import type { ProcessBudgets } from './process-budgets.ts'

interface Deps {
  /** Of all nodes; throws a DependencyUnavailable while it is away. */
  readonly shared: AttemptBudget
  readonly own: ProcessBudgets
  /** Resolves when it is worth asking the shared one again. */
  readonly untilBack: () => Promise<void>
}

/** Alone a process gives half: nobody knows how many others count beside it. */
const stricter = (budget: Budget): Budget => ({ ...budget, limit: Math.ceil(budget.limit / 2) })

/**
 * Budgets that never fail: while the shared ones are away this process counts by itself, stricter.
 * Whoever finds out that they are away waits for it; nobody else does until they are back.
 */
export const insuredBudgets = ({ shared, own, untilBack }: Deps): AttemptBudget => {
  let isAway = false
  const doWithout = async (): Promise<void> => {
    if (isAway) return
    isAway = true
    await untilBack()
    isAway = false
  }
  /** Resolves to null when the shared ones are away. */
  const ask = async <T>(question: () => Promise<T>): Promise<T | null> => {
    if (isAway) return null
    try {
      return await question()
    } catch (error) {
      if (!(error instanceof DependencyUnavailable)) throw error
      void doWithout()
      return null
    }
  }
  return {
    async reserve(budget, subject, now) {
      const answer = await ask(() => shared.reserve(budget, subject, now))
      return answer ?? own.reserve(stricter(budget), subject, now)
    },
    // In both together no more is given back than was taken. One that is lost stays taken.
    async release(budget, subject) {
      if (own.isTaken(budget, subject)) await own.release(budget, subject)
      else await ask(() => shared.release(budget, subject))
    },
    async clear(budget, subject) {
      await own.clear(budget, subject)
      await ask(() => shared.clear(budget, subject))
    },
  }
}
