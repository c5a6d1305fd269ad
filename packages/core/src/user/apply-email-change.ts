import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import type { PasswordResetStore } from '../password/password-reset.ts'
import { accountSubject, type LockoutStore } from '../protection/lockout-store.ts'
import type { PreRegistrationStore } from '../registration/pre-registration-store.ts'
import { isLive } from '../session/session.ts'
import type { SessionStore } from '../session/session-store.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { EmailChange, EmailChangeStore } from './email-change.ts'
import { holdUser } from './hold-user.ts'
import type { User } from './user.ts'
import type { UserStore } from './user-store.ts'

/** What `applyEmailChange` writes. */
export interface EmailStores {
  readonly users: UserStore
  readonly emailChanges: EmailChangeStore
  readonly passwordResets: PasswordResetStore
  readonly preRegistrations: PreRegistrationStore
  readonly sessions: SessionStore
  readonly lockouts: LockoutStore
  readonly outbox: Outbox
  readonly audit: AuditLog
}

type ApplyRefusal = Refused<
  | 'change_unknown'
  | 'address_taken'
  | 'user_gone'
  | 'user_disabled'
  | 'proof_outdated'
  | 'session_ended'
>

interface Deps {
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Spends a proven change inside the caller's unit of work. Every other session ends, as do the links
 * that were mailed to the former address; sign-ups of the new one have no use any more. Both
 * addresses are told.
 */
export const applyEmailChange =
  ({ secrets, clock }: Deps) =>
  async (
    stores: EmailStores,
    asked: User,
    change: EmailChange,
    origin: RequestOrigin,
  ): Promise<{ readonly ok: true; readonly user: User } | ApplyRefusal> => {
    const now = clock.now()
    const held = await holdUser(stores.users, asked)
    if (!held.ok) return held
    const session = (await stores.sessions.find(change.sessionId))?.session
    if (!session || !isLive(session, now)) return refused('session_ended')
    if (!(await stores.emailChanges.spend(change.id))) return refused('change_unknown')
    const { id } = held.user
    const { email: address, emailCanonical: canonical } = change
    if (!(await stores.users.changeEmail(id, { address, canonical }, now)))
      return refused('address_taken')

    await stores.passwordResets.removeAll(id)
    await stores.preRegistrations.removeAll(canonical)
    // What was guessed while the address was nobody's says nothing about this password.
    await stores.lockouts.clear(accountSubject(canonical))
    const ended = await stores.sessions.endAll(id, 'email_changed', now, session.id)
    const act = { resource: 'user', userId: id, sessionId: session.id }
    const metadata = { sessionsEnded: ended.length }
    const changed = { ...act, action: 'user_email_changed', metadata } as const
    await stores.audit.record(auditEvent(secrets.newId(), now, origin, changed))
    const data = { at: now.toISOString() }
    const notice = { locale: held.user.locale, data, expiresAt: noticeExpiry(now) }
    for (const to of [held.user.email, address])
      await stores.outbox.add({ template: 'address_changed', to, ...notice }, now)
    const user = await stores.users.find(id)
    return user ? { ok: true, user } : refused('user_gone')
  }

export type ApplyEmailChange = ReturnType<typeof applyEmailChange>
