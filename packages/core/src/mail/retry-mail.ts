import type { ActingDeps, Actor } from '../access/acting.ts'
import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { MailRecord, MailRecords } from './mail-records.ts'

export type RetryRefusal = Refused<'mail_unknown' | 'mail_over'>

/** What a retry reads and writes. */
interface RetryStores {
  readonly mailRecords: MailRecords
  readonly audit: AuditLog
}

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<RetryStores>
}

/**
 * Sends a mail again at once that was refused or could not be sent. One that is on its way already
 * is left alone, which is what was asked for; one that was sent or has expired is refused.
 */
export const retryMail =
  ({ unitOfWork, secrets, clock }: Deps) =>
  ({ userId, origin }: Actor, id: string): Promise<{ readonly ok: true } | RetryRefusal> =>
    unitOfWork.run(async ({ mailRecords, audit }) => {
      const now = clock.now()
      const before = await mailRecords.find(id)
      if (!before) return refused('mail_unknown')
      if (await mailRecords.queueAgain(id, now)) {
        const { template, state, tries } = before
        const metadata = { messageId: id, template, state, tries }
        const act = { action: 'sys_mail_retried', resource: 'mail', actorId: userId } as const
        await audit.record(auditEvent(secrets.newId(), now, origin, { ...act, metadata }))
        return { ok: true }
      }
      const meanwhile = await mailRecords.find(id)
      return meanwhile && isOnItsWay(meanwhile, now) ? { ok: true } : refused('mail_over')
    })

const isOnItsWay = ({ nextTryAt, expiresAt }: MailRecord, now: Date): boolean =>
  nextTryAt !== null && expiresAt > now
