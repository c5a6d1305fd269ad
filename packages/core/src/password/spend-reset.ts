import type { LiveSession, OpeningRefusal, OpenSession } from '../session/open-session.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import { isDisabled } from '../user/user.ts'
import type { PasswordReset, PasswordResetStore } from './password-reset.ts'
import type { PasswordHash } from './passwords.ts'
import type { ReplacePassword, ReplacePasswordStores } from './replace-password.ts'

export type ResetRefusal = Refused<'reset_unknown'> | OpeningRefusal

/** What `spendReset` writes. */
export interface ResetStores extends ReplacePasswordStores {
  readonly passwordResets: PasswordResetStore
}

interface Deps {
  readonly replacePassword: ReplacePassword
  readonly openSession: OpenSession
}

/**
 * Spends the reset for the new password, inside the caller's unit of work, and signs its user in.
 * A user who is gone or disabled keeps both password and reset; of many calls one succeeds.
 */
export const spendReset =
  ({ replacePassword, openSession }: Deps) =>
  async (
    stores: ResetStores,
    reset: PasswordReset,
    hash: PasswordHash,
    origin: RequestOrigin,
  ): Promise<LiveSession | ResetRefusal> => {
    const owner = await stores.users.lock(reset.userId)
    if (!owner) return refused('user_gone')
    if (isDisabled(owner)) return refused('user_disabled')
    if (!(await stores.passwordResets.spend(reset, origin.receivedAt)))
      return refused('reset_unknown')
    const user = await replacePassword(stores, owner, hash, origin)
    return openSession(stores, { user, methods: ['email'] }, origin)
  }

export type SpendReset = ReturnType<typeof spendReset>
