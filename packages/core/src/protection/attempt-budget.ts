/** How many guesses of one kind a subject has in a window. */
export interface Budget {
  /** What is limited, such as `verification_code`. */
  readonly name: string
  readonly limit: number
  readonly windowSeconds: number
}

/** A place taken, or the time until there is one. */
export type Reservation =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'budget_spent'; readonly retryAfterSeconds: number }

/**
 * Every guess takes a place before it is evaluated and keeps it unless it succeeds; so parallel
 * guesses never exceed the budget, and a crash counts as a failure (security.md 2.6, 3.3).
 */
export interface AttemptBudget {
  /** Takes a place for `subject` (a canonical address, a user id, …) in one guarded statement. */
  reserve(budget: Budget, subject: string, now: Date): Promise<Reservation>

  /** Gives the place back: the guess was right, or was not evaluated. */
  release(budget: Budget, subject: string): Promise<void>

  /** Gives every place back. */
  clear(budget: Budget, subject: string): Promise<void>
}
