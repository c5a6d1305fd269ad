import type { ToldEvent } from '../../lib/audit-sentences.ts'
import type { AuditEvent } from './audit-api.ts'

/** An event of the audit log as the sentences take it. */
export const toldEvent = ({ actorId, userId, ...event }: AuditEvent): ToldEvent => ({
  ...event,
  byOther: actorId !== null && actorId !== userId,
})
