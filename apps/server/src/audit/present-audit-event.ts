import type { AuditEvent } from '@latchkey/core'
import { deviceName } from '../session/device-name.ts'

/** An event as it is told: what was forgotten is null like what never was. */
export const presentAuditEvent = ({ origin, ...event }: AuditEvent) => ({
  id: event.id,
  at: event.at.toISOString(),
  action: event.action,
  userId: event.userId,
  sessionId: event.sessionId,
  actorId: event.actorId,
  resource: event.resource,
  method: origin?.method || null,
  endpoint: origin?.endpoint || null,
  ipAddress: origin?.ipAddress || null,
  userAgent: origin?.userAgent || null,
  device: origin?.userAgent ? deviceName(origin.userAgent) : null,
  requestId: origin?.requestId || null,
  success: event.success,
  code: event.code,
  metadata: event.metadata,
  processingTimeMs: event.processingTimeMs,
})
