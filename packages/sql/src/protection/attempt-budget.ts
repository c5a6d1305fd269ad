import { hash } from 'node:crypto'
import type { AttemptBudget, Budget } from '@latchkey/core'
import { toInstant } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'

/** Budgets of attempts in SQL: fixed windows that start with the first attempt that counts. */
export const sqlAttemptBudget = ({ write }: Pick<Connections, 'write'>): AttemptBudget => ({
  reserve: async (budget, subject, now) => {
    const subject_hash = subjectHash(budget, subject)
    const fresh = { used: 1, resets_at: toInstant(now) + budget.windowSeconds * 1000 }
    const reserved = await write
      .insertInto('attempt_budgets')
      .values({ subject_hash, name: budget.name, ...fresh })
      .onConflict((conflict) =>
        conflict
          .column('subject_hash')
          .doUpdateSet((eb) => {
            const isOver = eb.or([
              eb('attempt_budgets.resets_at', '<=', toInstant(now)),
              eb('attempt_budgets.used', '=', 0),
            ])
            return {
              used: eb
                .case()
                .when(isOver)
                .then(1)
                .else(eb('attempt_budgets.used', '+', 1))
                .end(),
              resets_at: eb
                .case()
                .when(isOver)
                .then(fresh.resets_at)
                .else(eb.ref('attempt_budgets.resets_at'))
                .end(),
            }
          })
          .where((eb) =>
            eb.or([
              eb('attempt_budgets.used', '<', budget.limit),
              eb('attempt_budgets.resets_at', '<=', toInstant(now)),
            ]),
          ),
      )
      .executeTakeFirst()
    if (reserved.numInsertedOrUpdatedRows === 1n) return { ok: true }
    const row = await write
      .selectFrom('attempt_budgets')
      .select('resets_at')
      .where('subject_hash', '=', subject_hash)
      .executeTakeFirst()
    const waitMs = (row?.resets_at ?? 0) - toInstant(now)
    const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000))
    return { ok: false, reason: 'budget_spent', retryAfterSeconds }
  },

  release: async (budget, subject) => {
    await write
      .updateTable('attempt_budgets')
      .set((eb) => ({ used: eb('used', '-', 1) }))
      .where('subject_hash', '=', subjectHash(budget, subject))
      .where('used', '>', 0)
      .execute()
  },
})

const subjectHash = ({ name }: Budget, subject: string): string =>
  hash('sha256', JSON.stringify([name, subject]), 'base64url')
