import type { LiveSession, OpenSession } from '../session/open-session.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { isDisabled } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import type { NewPassword, PasswordRefused } from './new-password.ts'
import type { PasswordResetStore } from './password-reset.ts'
import type { Overloaded } from './passwords.ts'
import type { ReplacePassword, ReplacePasswordStores } from './replace-password.ts'

export type ResetRefusal = Refused<
  'reset_unknown' | 'user_gone' | 'user_disabled' | 'proof_outdated'
>

interface Stores extends ReplacePasswordStores {
  readonly passwordResets: PasswordResetStore
}

interface Deps {
  readonly reads: { readonly passwordResets: PasswordResetStore; readonly users: UserStore }
  readonly newPassword: NewPassword
  readonly replacePassword: ReplacePassword
  readonly unitOfWork: UnitOfWork<Stores>
  readonly openSession: OpenSession
  readonly secrets: Secrets
}

/**
 * Spends a mailed link, sets the new password, ends every session and opens one here.
 *
 * A refused password spends no link, and an unknown link costs no hash. The link counts as valid
 * when it was as the request arrived, however long the hash then waits.
 */
export const resetPassword =
  ({ reads, newPassword, replacePassword, unitOfWork, openSession, secrets }: Deps) =>
  async (
    token: string,
    password: string,
    origin: RequestOrigin,
  ): Promise<LiveSession | ResetRefusal | PasswordRefused | Overloaded> => {
    const now = origin.receivedAt
    const presented = secrets.open('reset', token)
    const reset = presented && (await reads.passwordResets.find(presented.id, now))
    if (!presented || !reset || !secrets.equal(presented.hash, reset.hash))
      return refused('reset_unknown')
    const owner = await reads.users.find(reset.userId)
    if (!owner || isDisabled(owner)) return refused('reset_unknown')

    const chosen = await newPassword(password, owner)
    if (!chosen.ok) return chosen
    return unitOfWork.run(async (stores) => {
      const current = await stores.users.lock(owner.id)
      if (!current || isDisabled(current)) return refused('reset_unknown')
      if (!(await stores.passwordResets.spend(reset, now))) return refused('reset_unknown')
      const user = await replacePassword(stores, current, chosen.hash, origin)
      return openSession(stores, { user, methods: ['email'] }, origin)
    })
  }
