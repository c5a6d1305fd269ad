import type { Kysely } from 'kysely'
import type { Schema } from '../shared/schema.ts'
import type { AttemptBudgetRow } from './protection-rows.ts'

/** A place that is asked for. */
export interface Place {
  /** The row as it is when this attempt is the first one of a window. */
  readonly fresh: AttemptBudgetRow
  readonly limit: number
  readonly now: number
}

/**
 * Takes a place on MySQL, whose upsert has no condition: a guarded update takes the place; when there is
 * no row, one with no place taken is made and the update runs again.
 */
export const reserveInSteps = async (db: Kysely<Schema>, place: Place): Promise<boolean> => {
  if (await takePlace(db, place)) return true
  const { subject_hash } = place.fresh
  await db
    .insertInto('attempt_budgets')
    .values({ ...place.fresh, used: 0 })
    // Changes nothing. Its lock is the one that the update needs; that of `insert ignore` is not.
    .onDuplicateKeyUpdate({ subject_hash })
    .execute()
  return takePlace(db, place)
}

/** MySQL assigns from left to right: `used` is the new one where `resets_at` asks for it. */
const takePlace = async (db: Kysely<Schema>, { fresh, limit, now }: Place): Promise<boolean> => {
  const taken = await db
    .updateTable('attempt_budgets')
    .set((eb) => ({
      used: eb
        .case()
        .when(eb.or([eb('resets_at', '<=', now), eb('used', '=', 0)]))
        .then(1)
        .else(eb('used', '+', 1))
        .end(),
    }))
    .set((eb) => ({
      resets_at: eb
        .case()
        .when('used', '=', 1)
        .then(fresh.resets_at)
        .else(eb.ref('resets_at'))
        .end(),
    }))
    .where('subject_hash', '=', fresh.subject_hash)
    .where((eb) => eb.or([eb('used', '<', limit), eb('resets_at', '<=', now)]))
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}
