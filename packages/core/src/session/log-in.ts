import { auditEvent } from '../audit/audit-event.ts'
import type { Outbox } from '../mail/message.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import type { Overloaded } from '../password/passwords.ts'
import type { Caller } from '../protection/caller.ts'
import type { CheckPassword, PasswordWrong } from '../protection/check-password.ts'
import type { LockoutStore } from '../protection/lockout-store.ts'
import type { LimitSpent } from '../protection/take-places.ts'
import type { TellOfFailures } from '../protection/tell-of-failures.ts'
import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EmailAddress } from '../user/email-address.ts'
import type { LiveSession, OpeningRefusal, OpenSession, SessionStores } from './open-session.ts'

export type LoginRefusal = PasswordWrong | OpeningRefusal

interface Stores extends SessionStores {
  readonly credentials: CredentialStore
  readonly lockouts: LockoutStore
  readonly outbox: Outbox
}

interface Deps {
  readonly checkPassword: CheckPassword
  readonly tellOfFailures: TellOfFailures
  readonly unitOfWork: UnitOfWork<Stores>
  readonly openSession: OpenSession
  readonly secrets: Secrets
  readonly clock: Clock
}

const FAILURE = { action: 'authn_login_fail', resource: 'session' } as const

/**
 * Signs in with address and password.
 *
 * An unknown address costs the same hash as a known one, every refusal looks alike outside, and
 * the audit log alone knows the reason (security.md 1, class 8).
 */
export const logIn =
  ({ checkPassword, tellOfFailures, unitOfWork, openSession, secrets, clock }: Deps) =>
  async (
    email: EmailAddress,
    password: string,
    caller: Caller,
  ): Promise<LiveSession | LoginRefusal | LimitSpent | Overloaded> => {
    const claim = { emailCanonical: email.canonical, password, failure: FAILURE }
    const checked = await checkPassword(claim, caller)
    if (!checked.ok) return checked
    const renew = await checked.renewal()

    return unitOfWork.run(async (stores) => {
      const outcome = await openSession(stores, { user: checked.user, methods: ['pwd'] }, caller)
      if (outcome.ok) {
        await renew(stores, clock.now())
        const failures = await checked.accept(stores)
        await tellOfFailures(stores, checked.user, failures, caller)
        return outcome
      }
      await stores.audit.record(
        auditEvent(secrets.newId(), clock.now(), caller, {
          ...FAILURE,
          userId: checked.user.id,
          refusal: outcome.reason,
        }),
      )
      return outcome
    })
  }
