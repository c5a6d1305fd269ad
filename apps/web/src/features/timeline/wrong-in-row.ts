import type { UserEvent } from './timeline-api.ts'

type Known = Pick<UserEvent, 'id' | 'action' | 'code'>

/**
 * For each wrong password the how-manieth it was since the last sign-in; events come newest first.
 * Of those behind which no sign-in is known nothing is said: more of them may not be loaded yet.
 */
export const wrongInRow = (
  events: readonly Known[],
  isComplete: boolean,
): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>()
  let count = isComplete ? 0 : null
  for (const { id, action, code } of events.toReversed()) {
    if (action === 'authn_login_success') count = 0
    if (code !== 'password_wrong' || count === null) continue
    count += 1
    numbers.set(id, count)
  }
  return numbers
}
