import { auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import type { Proof, SessionStores } from '../session/open-session.ts'
import type { Clock } from '../shared/clock.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { User } from '../user/user.ts'
import type { CredentialStore } from './credential-store.ts'
import type { PasswordHash } from './passwords.ts'

/** What `replacePassword` writes. */
export interface ReplacePasswordStores extends SessionStores {
  readonly credentials: CredentialStore
  readonly outbox: Outbox
}

interface Deps {
  readonly links: Links
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Sets a new password inside the caller's unit of work: every session of the user ends, the
 * owner is told by mail, the audit log says so. Resolves to the proof that the caller made.
 */
export const replacePassword =
  ({ links, secrets, clock }: Deps) =>
  async (
    { credentials, sessions, audit, outbox }: ReplacePasswordStores,
    user: User,
    hash: PasswordHash,
    origin: RequestOrigin,
  ): Promise<Proof['user']> => {
    const now = clock.now()
    const credentialVersion = await credentials.set(user.id, hash, now)
    const ended = await sessions.endAll(user.id, 'password_reset', now)
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
