import { type AuditAction, type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { AuditReason } from '../audit/audit-reason.ts'
import type { Links } from '../mail/links.ts'
import { type MailOrder, noticeExpiry, type Outbox } from '../mail/message.ts'
import type { ReadSettings } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { User } from '../user/user.ts'
import type { Caller } from './caller.ts'
import type { LockoutPlace } from './lockout.ts'

/** A guess that failed. */
export interface Failure {
  /** Whose password it was; null when the address is nobody's. */
  readonly user: User | null
  readonly refusal: AuditReason
  readonly place: LockoutPlace
  /** What the audit log calls it, such as `authn_login_fail`. */
  readonly action: AuditAction
  readonly resource: string
}

interface Deps {
  readonly unitOfWork: UnitOfWork<{ readonly audit: AuditLog; readonly outbox: Outbox }>
  readonly links: Links
  readonly settings: ReadSettings
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Records a failed guess. One that locks the account is recorded as such and told to its owner; an
 * address that is nobody's gets the same record and a decoy.
 */
export const recordFailure =
  ({ unitOfWork, links, settings, secrets, clock }: Deps) =>
  async ({ user, refusal, place, action, resource }: Failure, caller: Caller): Promise<void> => {
    const now = clock.now()
    const about = { userId: user?.id ?? null, refusal }
    const failed = auditEvent(secrets.newId(), now, caller, { action, resource, ...about })
    await unitOfWork.run(async ({ audit, outbox }) => {
      await audit.record(failed)
      if (!place.ok || !place.locks) return
      const isDisabled = place.tells === 'disabled'
      const lock = {
        action: 'authn_login_lock',
        resource: 'password',
        userId: user?.id ?? null,
        metadata: { isDisabled },
      } as const
      await audit.record({
        ...auditEvent(secrets.newId(), now, caller, lock),
        // Nobody did it: it follows from what somebody tried.
        actorId: null,
      })
      if (!place.tells) return
      const minutes = settings().lockout_duration_minutes
      await outbox.add(lockNotice(user, { isDisabled, minutes, links, caller, now }), now)
    })
  }

export type RecordFailure = ReturnType<typeof recordFailure>

interface About {
  readonly isDisabled: boolean
  readonly minutes: number
  readonly links: Links
  readonly caller: Caller
  readonly now: Date
}

const lockNotice = (
  user: User | null,
  { isDisabled, minutes, links, caller, now }: About,
): MailOrder => ({
  template: 'account_locked',
  to: user?.email ?? null,
  locale: user?.locale ?? 'en',
  data: {
    at: now.toISOString(),
    isDisabled,
    minutes,
    ipAddress: caller.ipAddress,
    resetLink: links.forgotPassword,
  },
  expiresAt: noticeExpiry(now),
})
