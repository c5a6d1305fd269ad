import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import type { Clock } from '../shared/clock.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { UserStore } from '../user/user-store.ts'
import { attemptMail } from './attempt-mail.ts'
import type { PreRegistrationStore } from './pre-registration-store.ts'

interface Deps {
  readonly unitOfWork: UnitOfWork<{
    readonly preRegistrations: PreRegistrationStore
    readonly users: UserStore
    readonly outbox: Outbox
    readonly audit: AuditLog
  }>
  readonly links: Links
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Sends the attempt's mail again, with the same link and code. Says nothing about whether the
 * attempt is still open: that would tell its maker when somebody else proved the address. For an
 * attempt that is gone, and without `mayMail`, the same is done with a decoy in the mail's place.
 */
export const resendVerification =
  ({ unitOfWork, links, secrets, clock }: Deps) =>
  async (registrationToken: string, origin: RequestOrigin, mayMail: boolean): Promise<void> => {
    const registration = secrets.open('registration', registrationToken)
    if (!registration) return
    await unitOfWork.run(async ({ preRegistrations, users, outbox, audit }) => {
      const now = clock.now()
      const found = await preRegistrations.find(registration.id, now)
      const isOwn = found && secrets.equal(found.registrationHash, registration.hash)
      const owner = isOwn ? await users.findByEmail(found.emailCanonical) : null
      const attempt = isOwn ? found : { email: null, locale: 'en', expiresAt: noticeExpiry(now) }
      const mail = attemptMail(attempt, registration, owner, { secrets, links, now })
      await outbox.add(mayMail ? mail : { ...mail, to: null }, now)
      await audit.record(
        auditEvent(secrets.newId(), now, origin, {
          action: 'user_verification_resent',
          resource: 'pre_registration',
          metadata: { attemptId: registration.id, ...(!mayMail && { isBeyondMailBudget: true }) },
          ...(!isOwn && { refusal: 'attempt_unknown' }),
        }),
      )
    })
  }

export type ResendVerification = ReturnType<typeof resendVerification>
