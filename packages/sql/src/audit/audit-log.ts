import type { AuditEvent, AuditLog } from '@latchkey/core'
import { toFlag, toInstant, toInstantOrNull, toJson } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'
import type { AuditEventRow } from '../shared/schema.ts'

/** The audit log in SQL. */
export const sqlAuditLog = ({ write }: Pick<Connections, 'write'>): AuditLog => ({
  record: async (event) => {
    await write.insertInto('audit_events').values(toRow(event)).execute()
  },
})

const toRow = ({ origin, ...event }: AuditEvent): AuditEventRow => ({
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
