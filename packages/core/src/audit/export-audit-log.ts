import type { ActingDeps, Actor } from '../access/acting.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { type AuditLog, auditEvent } from './audit-event.ts'
import type { AuditFilter, AuditHistory, AuditPosition } from './audit-history.ts'
import { eventPages, MAX_EXPORTED_EVENTS } from './event-pages.ts'

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<{ readonly audit: AuditLog }>
  readonly history: AuditHistory
}

interface Wish {
  readonly filter: AuditFilter
  readonly after: AuditPosition | null
  /** The most events; `MAX_EXPORTED_EVENTS` unless a test says otherwise. */
  readonly limit?: number
}

/**
 * Records that the log was exported, then gives its events page by page: the next page is read when
 * it is asked for, so that a slow reader holds nothing.
 */
export const exportAuditLog =
  ({ unitOfWork, history, secrets, clock }: Deps) =>
  async (actor: Actor, { filter, after, limit = MAX_EXPORTED_EVENTS }: Wish) => {
    await unitOfWork.run(({ audit }) =>
      audit.record(
        auditEvent(secrets.newId(), clock.now(), actor.origin, {
          action: 'sensitive_read',
          resource: 'audit_log',
          actorId: actor.userId,
          metadata: { filter: notable(filter) },
        }),
      ),
    )
    return eventPages(history, filter, after, limit)
  }

/** What is no trace of a person: an event keeps nobody's address or id but in its own fields. */
const notable = ({ action, success, code, from, before }: AuditFilter) => ({
  ...(action !== undefined && { action }),
  ...(success !== undefined && { success }),
  ...(code !== undefined && { code }),
  ...(from && { from: from.toISOString() }),
  ...(before && { to: before.toISOString() }),
})
