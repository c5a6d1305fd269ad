import type { AuditEvent, AuditLog } from '@latchkey/core'
import { toFlag, toInstant, toInstantOrNull, toJson } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { slicesOf } from '../shared/slices.ts'
import type { AuditKeys } from './audit-keys.ts'
import type { AuditEventRow } from './audit-rows.ts'
import { markParts, type RecordedRow } from './event-parts.ts'
import { forgetPerson } from './forget-person.ts'

/**
 * The audit log in SQL. An act writes its own row and touches no other; the row's mark proves that
 * Latchkey recorded it. It is linked to the chain afterwards.
 */
export const sqlAuditLog = (
  { write }: Pick<Connections, 'write'>,
  { auditKeys }: { readonly auditKeys: AuditKeys },
): AuditLog => ({
  record: async (event) => {
    await write.insertInto('audit_events').values(marked(event, auditKeys)).execute()
  },

  recordAll: (events) =>
    atomically({ write }, async (transaction) => {
      for (const slice of slicesOf(events)) {
        const rows = slice.map((event) => marked(event, auditKeys))
        await transaction.insertInto('audit_events').values(rows).execute()
      }
    }),

  forget: (userId, now) =>
    atomically({ write }, (transaction) => forgetPerson(transaction, auditKeys, userId, now)),
})

const marked = (event: AuditEvent, auditKeys: AuditKeys): AuditEventRow => {
  const row = toRow(event)
  const mark = auditKeys.sign(markParts(row))
  const unlinked = { sequence: null, digest: null, about_digest: null, origin_digest: null }
  return { ...row, ...unlinked, mark, erasure: null }
}

const toRow = ({ origin, ...event }: AuditEvent): RecordedRow => ({
  id: event.id,
  at: toInstant(event.at),
  action: event.action,
  user_id: event.userId,
  session_id: event.sessionId,
  actor_id: event.actorId,
  resource: event.resource,
  success: toFlag(event.success),
  code: event.code,
  metadata: toJson(event.metadata),
  ip_address: origin?.ipAddress ?? null,
  user_agent: origin?.userAgent ?? null,
  request_id: origin?.requestId ?? null,
  method: origin?.method ?? null,
  endpoint: origin?.endpoint ?? null,
  received_at: toInstantOrNull(origin?.receivedAt ?? null),
  processing_time_ms: event.processingTimeMs,
})
