import type { AuditEvent, AuditLog } from '../audit/audit-event.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryAuditLog = ({ auditEvents }: Pick<MemoryTables, 'auditEvents'>): AuditLog => {
  const record = async (event: AuditEvent): Promise<void> => {
    if (auditEvents.has(event.id)) throw new Error(`Event ${event.id} was recorded before.`)
    auditEvents.set(event.id, event)
  }
  return {
    record,
    recordAll: async (events) => {
      for (const event of events) await record(event)
    },
    forget: async (userId) => {
      for (const [id, event] of auditEvents) auditEvents.set(id, without(event, userId))
    },
  }
}

/** Where no actor is known, the request is taken for the user's own. */
const without = (event: AuditEvent, userId: string): AuditEvent => {
  const { origin, userId: user, actorId } = event
  const nobody = { ipAddress: '', userAgent: '', requestId: '' }
  return {
    ...event,
    ...(user === userId && { userId: null, sessionId: null, metadata: {} }),
    ...((actorId ?? user) === userId && {
      actorId: null,
      origin: origin && { ...origin, ...nobody },
    }),
  }
}
