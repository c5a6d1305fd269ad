import type { AttemptBudget, Budget } from '../protection/attempt-budget.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryAttemptBudget = ({ budgets }: Pick<MemoryTables, 'budgets'>): AttemptBudget => {
  const key = ({ name }: Budget, subject: string) => JSON.stringify([name, subject])
  return {
    reserve: async (budget, subject, now) => {
      const row = budgets.get(key(budget, subject))
      if (!row || row.used === 0 || row.resetsAt <= now) {
        const resetsAt = new Date(now.getTime() + budget.windowSeconds * 1000)
        budgets.set(key(budget, subject), { used: 1, resetsAt })
        return { ok: true }
      }
      if (row.used < budget.limit) {
        budgets.set(key(budget, subject), { ...row, used: row.used + 1 })
        return { ok: true }
      }
      const retryAfterSeconds = Math.ceil((row.resetsAt.getTime() - now.getTime()) / 1000)
      return { ok: false, reason: 'budget_spent', retryAfterSeconds }
    },
    release: async (budget, subject) => {
      const row = budgets.get(key(budget, subject))
      if (row) budgets.set(key(budget, subject), { ...row, used: Math.max(0, row.used - 1) })
    },
    clear: async (budget, subject) => {
      budgets.delete(key(budget, subject))
    },
  }
}
