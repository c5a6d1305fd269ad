import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import { accountSubject, type LockoutStore } from '../protection/lockout-store.ts'
import type { PreRegistrationStore } from '../registration/pre-registration-store.ts'
import type { SessionStore } from '../session/session-store.ts'
import type { Clock } from '../shared/clock.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { User } from './user.ts'
import type { UserStore } from './user-store.ts'

/** What `eraseUser` writes. */
export interface EraseStores {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly preRegistrations: PreRegistrationStore
  readonly lockouts: LockoutStore
  readonly outbox: Outbox
  readonly audit: AuditLog
}

interface Deps {
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Deletes a user and everything that is known of them, inside the caller's unit of work, which holds
 * the user. What is left is one mail that says so, and in the audit log that somebody was deleted,
 * when and by which administrator (docs/privacy.md). Their tokens are refused from the commit on.
 */
export const eraseUser =
  ({ secrets, clock }: Deps) =>
  async (
    { users, sessions, preRegistrations, lockouts, outbox, audit }: EraseStores,
    user: User,
    { userId: actorId, origin }: { readonly userId: string; readonly origin: RequestOrigin },
  ): Promise<void> => {
    const now = clock.now()
    const attempts = await preRegistrations.ofAddress(user.emailCanonical)
    await preRegistrations.removeAll(user.emailCanonical)
    await outbox.withdraw([...new Set([user.email, ...attempts.map(({ email }) => email)])])
    await lockouts.clear(accountSubject(user.emailCanonical))
    await sessions.endAll(user.id, 'user_deleted', now)
    await users.erase(user)

    const data = { at: now.toISOString(), isOwnWish: actorId === user.id }
    const to = { to: user.email, locale: user.locale }
    await outbox.add(
      { template: 'account_deleted', ...to, data, expiresAt: noticeExpiry(now) },
      now,
    )
    const act = { action: 'user_deleted', resource: 'user', userId: user.id, actorId } as const
    await audit.record(auditEvent(secrets.newId(), now, origin, act))
    await audit.forget(user.id, now)
  }

export type EraseUser = ReturnType<typeof eraseUser>
