import { auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import type { Clock } from '../shared/clock.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { SessionStores } from './open-session.ts'
import type { Session } from './session.ts'

interface Deps {
  readonly unitOfWork: UnitOfWork<SessionStores & { readonly outbox: Outbox }>
  readonly links: Links
  readonly secrets: Secrets
  readonly clock: Clock
}

/** Ends a session whose refresh token came twice, once, and tells its owner by mail. */
export const endReusedSession =
  ({ unitOfWork, links, secrets, clock }: Deps) =>
  (session: Session, origin: RequestOrigin): Promise<void> =>
    unitOfWork.run(async ({ sessions, users, audit, outbox }) => {
      const now = clock.now()
      if (!(await sessions.end(session.id, 'token_reused', now))) return
      const act = {
        userId: session.userId,
        sessionId: session.id,
        refusal: 'token_reused',
      } as const
      await audit.record(
        auditEvent(secrets.newId(), now, origin, {
          action: 'token_reuse_detected',
          resource: 'session',
          ...act,
        }),
      )
      const user = await users.find(session.userId)
      if (!user) return
      const { ipAddress } = origin
      const userAgent = quotable(origin.userAgent)
      await outbox.add(
        {
          template: 'token_reused',
          to: user.email,
          locale: user.locale,
          data: { at: now.toISOString(), ipAddress, userAgent, resetLink: links.forgotPassword },
          expiresAt: noticeExpiry(now),
        },
        now,
      )
    })

/** Whoever holds the stale token chose this text: short, and nothing in it to click. */
const quotable = (userAgent: string): string =>
  userAgent.replace(/\S*(?:\/\/|www\.|@)\S*/gi, '…').slice(0, 80)
