import { auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import { accountSubject, type LockoutStore } from '../protection/lockout-store.ts'
import type { Proof, SessionStores } from '../session/open-session.ts'
import type { ReadSettings } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { User } from '../user/user.ts'
import type { CredentialStore } from './credential-store.ts'
import type { PasswordHistory } from './password-history.ts'
import type { PasswordHash } from './passwords.ts'

/** What `replacePassword` writes. */
export interface ReplacePasswordStores extends SessionStores {
  readonly credentials: CredentialStore
  readonly passwordHistory: PasswordHistory
  readonly lockouts: LockoutStore
  readonly outbox: Outbox
}

interface Deps {
  readonly settings: ReadSettings
  readonly links: Links
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Sets a new password inside the caller's unit of work: every session of the user ends, but the one
 * that is kept; failed guesses of the old one are forgotten, the owner is told by mail, the audit
 * log says so. Resolves to the proof that the caller made.
 */
export const replacePassword =
  ({ settings, links, secrets, clock }: Deps) =>
  async (
    { credentials, passwordHistory, lockouts, sessions, audit, outbox }: ReplacePasswordStores,
    user: User,
    hash: PasswordHash,
    origin: RequestOrigin,
    keptSessionId?: string,
  ): Promise<Proof['user']> => {
    const now = clock.now()
    // The one that is present from now on is one of those that may not be chosen again.
    await passwordHistory.retire(user.id, Math.max(0, settings().password_history_count - 1))
    const credentialVersion = await credentials.set(user.id, hash, now)
    await lockouts.clear(accountSubject(user.emailCanonical))
    const reason = keptSessionId === undefined ? 'password_reset' : 'password_changed'
    const ended = await sessions.endAll(user.id, reason, now, keptSessionId)
    await audit.record(
      auditEvent(secrets.newId(), now, origin, {
        action: 'authn_password_change',
        resource: 'password',
        userId: user.id,
        metadata: { sessionsEnded: ended.length },
      }),
    )
    const data = { at: now.toISOString(), resetLink: links.forgotPassword }
    const to = { to: user.email, locale: user.locale }
    await outbox.add(
      { template: 'password_changed', ...to, data, expiresAt: noticeExpiry(now) },
      now,
    )
    return { id: user.id, credentialVersion }
  }

export type ReplacePassword = ReturnType<typeof replacePassword>
