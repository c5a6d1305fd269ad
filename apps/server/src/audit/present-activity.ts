import type { AuditEvent } from '@latchkey/core'
import { deviceName } from '../session/device-name.ts'

/** What of an event's notes tells its owner more: how, why and how many, and never who else. */
const NOTES = new Set(['amr', 'failures', 'isDisabled', 'reason', 'sessionsEnded'])

/**
 * An event as the person it is about sees it. Who else did it and from where is not theirs to know:
 * only that it was somebody else.
 */
export const presentActivity = (event: AuditEvent) => {
  const byOther = event.actorId !== null && event.actorId !== event.userId
  const origin = byOther ? null : event.origin
  const userAgent = origin?.userAgent || null
  return {
    id: event.id,
    at: event.at.toISOString(),
    action: event.action,
    resource: event.resource,
    sessionId: event.sessionId,
    success: event.success,
    code: event.code,
    byAdministrator: byOther,
    ipAddress: origin?.ipAddress || null,
    userAgent,
    device: userAgent === null ? null : deviceName(userAgent),
    requestId: origin?.requestId || null,
    metadata: Object.fromEntries(
      Object.entries(event.metadata).filter(([name]) => NOTES.has(name)),
    ),
  }
}
