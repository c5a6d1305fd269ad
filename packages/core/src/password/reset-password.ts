import { auditEvent } from '../audit/audit-event.ts'
import type { LiveSession } from '../session/open-session.ts'
import type { Clock } from '../shared/clock.ts'
import { refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { isDisabled, type User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import type { NewPassword, PasswordRefused } from './new-password.ts'
import type { PasswordReset, PasswordResetStore } from './password-reset.ts'
import type { Overloaded } from './passwords.ts'
import type { ResetRefusal, ResetStores, SpendReset } from './spend-reset.ts'

interface Reads {
  readonly passwordResets: PasswordResetStore
  readonly users: UserStore
}

interface Deps {
  readonly reads: Reads
  readonly newPassword: NewPassword
  readonly spendReset: SpendReset
  readonly unitOfWork: UnitOfWork<ResetStores>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Spends a mailed link, sets the new password, ends every session and opens one here.
 *
 * A refused password spends no link, and an unknown link costs no hash. The link counts as valid
 * when it was as the request arrived, however long the hash then waits. Every other refusal looks
 * alike outside, and the audit log alone knows the reason.
 */
export const resetPassword =
  ({ reads, newPassword, spendReset, unitOfWork, secrets, clock }: Deps) =>
  async (
    token: string,
    password: string,
    origin: RequestOrigin,
  ): Promise<LiveSession | ResetRefusal | PasswordRefused | Overloaded> => {
    const reset = await findReset({ reads, secrets }, token, origin.receivedAt)
    const owner = reset && (await reads.users.find(reset.userId))
    const refusal = refusalFor(reset, owner)
    const chosen = owner && !refusal ? await newPassword(password, owner, owner.id) : null
    if (chosen?.ok === false) return chosen

    return unitOfWork.run(async (stores) => {
      const outcome =
        reset && chosen
          ? await spendReset(stores, reset, chosen.hash, origin)
          : refused(refusal ?? 'reset_unknown')
      if (outcome.ok) return outcome
      await stores.audit.record(
        auditEvent(secrets.newId(), clock.now(), origin, {
          action: 'authn_password_change_fail',
          resource: 'password',
          userId: reset?.userId ?? null,
          refusal: outcome.reason,
        }),
      )
      return outcome
    })
  }

const findReset = async (
  { reads, secrets }: Pick<Deps, 'reads' | 'secrets'>,
  token: string,
  now: Date,
): Promise<PasswordReset | null> => {
  const presented = secrets.open('reset', token)
  const reset = presented && (await reads.passwordResets.find(presented.id, now))
  return reset && secrets.equal(presented.hash, reset.hash) ? reset : null
}

const refusalFor = (
  reset: PasswordReset | null,
  owner: User | null,
): ResetRefusal['reason'] | null => {
  if (!reset) return 'reset_unknown'
  if (!owner) return 'user_gone'
  return isDisabled(owner) ? 'user_disabled' : null
}
