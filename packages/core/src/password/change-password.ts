import { auditEvent } from '../audit/audit-event.ts'
import type { Caller } from '../protection/caller.ts'
import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EmailChangeStore } from '../user/email-change.ts'
import { holdUser } from '../user/hold-user.ts'
import type { NewPassword, PasswordRefused } from './new-password.ts'
import type { PasswordResetStore } from './password-reset.ts'
import type { Overloaded } from './passwords.ts'
import type { Reauthenticate, ReauthenticationRefusal } from './reauthenticate.ts'
import type { ReplacePassword, ReplacePasswordStores } from './replace-password.ts'

/** Who is signed in, and what they chose. */
export interface PasswordChange {
  readonly userId: string
  readonly sessionId: string
  /** Absent where there is none yet. */
  readonly currentPassword: string | undefined
  readonly newPassword: string
}

interface Stores extends ReplacePasswordStores {
  readonly passwordResets: PasswordResetStore
  readonly emailChanges: EmailChangeStore
}

interface Deps {
  readonly reauthenticate: Reauthenticate
  readonly newPassword: NewPassword
  readonly replacePassword: ReplacePassword
  readonly unitOfWork: UnitOfWork<Stores>
  readonly secrets: Secrets
  readonly clock: Clock
}

const FAILURE = { action: 'authn_password_change_fail', resource: 'password' } as const

/**
 * Changes the password of a signed-in user, or sets their first one. The session that asks lives
 * on; every other one ends, and so do mailed links to choose a password and a change of address
 * that the former password asked for.
 */
export const changePassword =
  ({ reauthenticate, newPassword, replacePassword, unitOfWork, secrets, clock }: Deps) =>
  async (
    change: PasswordChange,
    caller: Caller,
  ): Promise<{ readonly ok: true } | ReauthenticationRefusal | PasswordRefused | Overloaded> => {
    const { userId, sessionId, currentPassword: password } = change
    const shown = await reauthenticate({ userId, sessionId, password, failure: FAILURE }, caller)
    if (!shown.ok) return shown
    const chosen = await newPassword(change.newPassword, shown.user, userId)
    if (!chosen.ok) return chosen

    return unitOfWork.run(async (stores) => {
      const held = await holdUser(stores.users, shown.user)
      if (!held.ok) {
        const act = { ...FAILURE, userId, sessionId, refusal: held.reason }
        await stores.audit.record(auditEvent(secrets.newId(), clock.now(), caller, act))
        return held
      }
      await stores.passwordResets.removeAll(userId)
      const pending = await stores.emailChanges.find(userId, clock.now())
      if (pending) await stores.emailChanges.spend(pending.id)
      await replacePassword(stores, held.user, chosen.hash, caller, sessionId)
      return { ok: true }
    })
  }
