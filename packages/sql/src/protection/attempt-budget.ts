import { hash } from 'node:crypto'
import type { AttemptBudget, Budget } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import { type Place, reserveInSteps } from './reserve-in-steps.ts'

/** Budgets of attempts in SQL: fixed windows that start with the first attempt that counts. */
export const sqlAttemptBudget = ({ write }: Pick<Connections, 'write'>): AttemptBudget => ({
  reserve: async (budget, subject, now) => {
    const subject_hash = subjectHash(budget, subject)
    const instant = toInstant(now)
    const resets_at = instant + budget.windowSeconds * 1000
    const fresh = { subject_hash, name: budget.name, used: 1, resets_at }
    const reserve = dialectOf(write).hasOnConflict ? reserveInOne : reserveInSteps
    if (await reserve(write, { fresh, limit: budget.limit, now: instant })) return { ok: true }
    const row = await write
      .selectFrom('attempt_budgets')
      .select('resets_at')
      .where('subject_hash', '=', subject_hash)
      .executeTakeFirst()
    const waitMs = (row?.resets_at ?? 0) - instant
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

  clear: async (budget, subject) => {
    await write
      .deleteFrom('attempt_budgets')
      .where('subject_hash', '=', subjectHash(budget, subject))
      .execute()
  },
})

/** Takes a place in one guarded statement; resolves to false when there is none. */
const reserveInOne = async (db: Kysely<Schema>, { fresh, limit, now }: Place): Promise<boolean> => {
  const reserved = await db
    .insertInto('attempt_budgets')
    .values(fresh)
    .onConflict((conflict) =>
      conflict
        .column('subject_hash')
        .doUpdateSet((eb) => {
          const isOver = eb.or([
            eb('attempt_budgets.resets_at', '<=', now),
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
            eb('attempt_budgets.used', '<', limit),
            eb('attempt_budgets.resets_at', '<=', now),
          ]),
        ),
    )
    .executeTakeFirst()
  return reserved.numInsertedOrUpdatedRows === 1n
}

const subjectHash = ({ name }: Budget, subject: string): string =>
  hash('sha256', JSON.stringify([name, subject]), 'base64url')
