import type { AttemptBudget, Budget, Reservation } from './attempt-budget.ts'

/** No place left: 429, alike for every address. */
export type LimitSpent = Extract<Reservation, { ok: false }> & { readonly budget: Budget }

/** One place in one budget. */
export interface Place {
  readonly budget: Budget
  readonly subject: string
}

export const giveBack = async (budgets: AttemptBudget, places: readonly Place[]): Promise<void> => {
  for (const { budget, subject } of places) await budgets.release(budget, subject)
}

/** Takes all of the places or, when one of them is not there, none; null when they are taken. */
export const takePlaces = async (
  budgets: AttemptBudget,
  places: readonly Place[],
  now: Date,
): Promise<LimitSpent | null> => {
  for (const [taken, { budget, subject }] of places.entries()) {
    const place = await budgets.reserve(budget, subject, now)
    if (place.ok) continue
    await giveBack(budgets, places.slice(0, taken))
    return { ...place, budget }
  }
  return null
}
