import type { OwnAccount } from '../../lib/own-account.ts'

/** Something that makes an account complete or safer. */
export interface Step {
  readonly id: string
  readonly to: string
  readonly isDone: boolean
}

/** What is left to do about an account, as far as the server can tell, what is done last. */
export const stepsOf = (
  { user, hasPassword }: Pick<OwnAccount, 'user' | 'hasPassword'>,
  sessions: number,
): readonly Step[] => {
  const steps: readonly Step[] = [
    { id: 'password', to: '/account/security', isDone: hasPassword },
    { id: 'sessions', to: '/account/sessions', isDone: sessions < 2 },
    { id: 'name', to: '/account/profile', isDone: Boolean(user.firstName && user.lastName) },
    { id: 'picture', to: '/account/profile', isDone: user.profileImageUrl !== null },
    { id: 'phone', to: '/account/profile', isDone: user.phone !== null },
  ]
  return steps.toSorted((one, other) => Number(one.isDone) - Number(other.isDone))
}
