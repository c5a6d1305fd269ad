import { auditEvent } from '../audit/audit-event.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import type { Overloaded, Passwords } from '../password/passwords.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EmailAddress } from '../user/email-address.ts'
import type { LiveSession, OpenSession, SessionStores } from './open-session.ts'

export type LoginRefusal = Refused<
  'user_unknown' | 'password_wrong' | 'user_gone' | 'user_disabled' | 'proof_outdated'
>

interface Deps {
  readonly credentials: Pick<CredentialStore, 'findByEmail'>
  readonly passwords: Passwords
  readonly unitOfWork: UnitOfWork<SessionStores>
  readonly openSession: OpenSession
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Signs in with address and password.
 *
 * An unknown address costs the same hash as a known one, every refusal looks alike outside, and
 * the audit log alone knows the reason (security.md 1, class 8).
 */
export const logIn =
  ({ credentials, passwords, unitOfWork, openSession, secrets, clock }: Deps) =>
  async (
    email: EmailAddress,
    password: string,
    origin: RequestOrigin,
  ): Promise<LiveSession | LoginRefusal | Overloaded> => {
    const found = await credentials.findByEmail(email.canonical)
    const checked = await passwords.verify(password, found?.hash ?? null)
    if (!checked.ok) return checked

    return unitOfWork.run(async (stores) => {
      const outcome =
        found && checked.matches
          ? await openSession(stores, { user: found.user, methods: ['pwd'] }, origin)
          : refused(found ? 'password_wrong' : 'user_unknown')
      if (outcome.ok) return outcome
      await stores.audit.record(
        auditEvent(secrets.newId(), clock.now(), origin, {
          action: 'authn_login_fail',
          resource: 'session',
          userId: found?.user.id ?? null,
          refusal: outcome.reason,
        }),
      )
      return outcome
    })
  }
