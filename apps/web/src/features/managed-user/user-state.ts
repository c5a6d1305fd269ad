import type { ManagedUser } from './users-api.ts'

type Known = Pick<
  ManagedUser,
  'disabled' | 'passwordDisabled' | 'lockedUntil' | 'emailVerified' | 'hasPassword'
>

/** What keeps somebody from signing in, or from doing so with a password. */
export type Hindrance = 'disabled' | 'passwordDisabled' | 'locked' | 'unverified' | 'noPassword'

/** Everything that is in the way, the heaviest first. */
export const hindrancesOf = (user: Known, now: Date): readonly Hindrance[] => {
  const isLocked = user.lockedUntil !== null && new Date(user.lockedUntil) > now
  const found: readonly (Hindrance | false)[] = [
    user.disabled && 'disabled',
    user.passwordDisabled && 'passwordDisabled',
    isLocked && 'locked',
    !user.emailVerified && 'unverified',
    !user.hasPassword && 'noPassword',
  ]
  return found.filter((one) => one !== false)
}

/** The state in a word. Who has no password signs in by mailed codes, and is as active as others. */
export const stateOf = (user: Known, now: Date): Exclude<Hindrance, 'noPassword'> | 'active' => {
  const [first = 'active'] = hindrancesOf(user, now)
  return first === 'noPassword' ? 'active' : first
}
