import { auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import { accountSubject, type LockoutStore } from '../protection/lockout-store.ts'
import type { OpenSession, SessionStores } from '../session/open-session.ts'
import type { Clock } from '../shared/clock.ts'
import { refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import { newUser } from '../user/user.ts'
import type { PreRegistrationStore } from './pre-registration-store.ts'
import type { Proven } from './prove-attempt.ts'

/** What `promoteAttempt` writes. */
export interface PromotionStores extends SessionStores {
  readonly preRegistrations: PreRegistrationStore
  readonly credentials: CredentialStore
  readonly lockouts: LockoutStore
  readonly outbox: Outbox
}

interface Deps {
  readonly openSession: OpenSession
  readonly links: Links
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Makes the proven attempt a user, inside the caller's unit of work, and signs them in. The
 * attempt is taken out first, with every other one of its address: of many calls one succeeds.
 */
export const promoteAttempt =
  ({ openSession, links, secrets, clock }: Deps) =>
  async (stores: PromotionStores, { attempt, methods }: Proven, origin: RequestOrigin) => {
    const now = clock.now()
    if (!(await stores.preRegistrations.promote(attempt))) return refused('attempt_unknown')
    const user = newUser(secrets.newId(), attempt, now)
    if (!(await stores.users.add(user))) return refused('address_taken')

    const credentialVersion = await stores.credentials.set(user.id, attempt.passwordHash, now)
    // What was guessed while the address was nobody's says nothing about this password.
    await stores.lockouts.clear(accountSubject(user.emailCanonical))
    const metadata = { attemptId: attempt.id }
    await stores.audit.record(
      auditEvent(secrets.newId(), now, origin, {
        action: 'user_created',
        resource: 'user',
        userId: user.id,
        metadata,
      }),
    )
    const data = { firstName: user.firstName, loginLink: links.login }
    const to = { to: user.email, locale: user.locale }
    await stores.outbox.add({ template: 'welcome', ...to, data, expiresAt: noticeExpiry(now) }, now)
    return openSession(stores, { user: { id: user.id, credentialVersion }, methods }, origin)
  }

export type PromoteAttempt = ReturnType<typeof promoteAttempt>
