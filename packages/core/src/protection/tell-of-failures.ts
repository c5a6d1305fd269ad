import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { User } from '../user/user.ts'
import type { Caller } from './caller.ts'

/** Fewer wrong passwords before a right one are typing errors. */
const WORTH_TELLING = 3

interface Deps {
  readonly links: Links
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Records that a password was right after so many wrong ones, and tells its owner (ASVS 6.3.5),
 * inside the unit of work of the sign-in.
 */
export const tellOfFailures =
  ({ links, secrets, clock }: Deps) =>
  async (
    { audit, outbox }: { readonly audit: AuditLog; readonly outbox: Outbox },
    user: User,
    failures: number,
    caller: Caller,
  ): Promise<void> => {
    if (failures < WORTH_TELLING) return
    const now = clock.now()
    await audit.record(
      auditEvent(secrets.newId(), now, caller, {
        action: 'authn_login_successafterfail',
        resource: 'session',
        userId: user.id,
        metadata: { failures },
      }),
    )
    const { ipAddress } = caller
    const data = { at: now.toISOString(), failures, ipAddress, resetLink: links.forgotPassword }
    const to = { to: user.email, locale: user.locale, expiresAt: noticeExpiry(now) }
    await outbox.add({ template: 'signed_in_after_failures', ...to, data }, now)
  }

export type TellOfFailures = ReturnType<typeof tellOfFailures>
