import type { AttemptBudget, Budget } from '@latchkey/core'

/** About 20 MB at most. */
const MAX_SUBJECTS = 50_000

interface Window {
  readonly used: number
  readonly resetsAtMs: number
}

/** Budgets that this process counts alone, and forgets when it ends. */
export interface ProcessBudgets extends AttemptBudget {
  /** Whether a place is taken here. */
  isTaken(budget: Budget, subject: string): boolean
}

/** Counts in memory. When there are too many subjects, the window that began first is forgotten. */
export const processBudgets = (maxSubjects = MAX_SUBJECTS): ProcessBudgets => {
  const windows = new Map<string, Window>()
  const keyOf = ({ name }: Budget, subject: string) => JSON.stringify([name, subject])

  const begin = (key: string, resetsAtMs: number): void => {
    windows.delete(key)
    const [first] = windows.keys()
    if (first !== undefined && windows.size >= maxSubjects) windows.delete(first)
    windows.set(key, { used: 1, resetsAtMs })
  }

  return {
    async reserve(budget, subject, now) {
      const key = keyOf(budget, subject)
      const window = windows.get(key)
      if (!window || window.used === 0 || window.resetsAtMs <= now.getTime()) {
        begin(key, now.getTime() + budget.windowSeconds * 1000)
        return { ok: true }
      }
      if (window.used < budget.limit) {
        windows.set(key, { ...window, used: window.used + 1 })
        return { ok: true }
      }
      const retryAfterSeconds = Math.ceil((window.resetsAtMs - now.getTime()) / 1000)
      return { ok: false, reason: 'budget_spent', retryAfterSeconds }
    },
    async release(budget, subject) {
      const key = keyOf(budget, subject)
      const window = windows.get(key)
      if (window) windows.set(key, { ...window, used: Math.max(0, window.used - 1) })
    },
    async clear(budget, subject) {
      windows.delete(keyOf(budget, subject))
    },
    isTaken: (budget, subject) => (windows.get(keyOf(budget, subject))?.used ?? 0) > 0,
  }
}
