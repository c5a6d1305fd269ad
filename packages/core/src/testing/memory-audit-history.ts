import type { AuditEvent } from '../audit/audit-event.ts'
import type { AuditFilter, AuditHistory, AuditPosition } from '../audit/audit-history.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryAuditHistory = ({
  auditEvents,
}: Pick<MemoryTables, 'auditEvents'>): AuditHistory => ({
  list: async ({ filter, after, limit }) =>
    [...auditEvents.values()]
      .filter((event) => isMeant(event, filter))
      .sort(newestFirst)
      .filter((event) => after === null || newestFirst(event, after) > 0)
      .slice(0, limit),
})

const newestFirst = (one: AuditPosition, other: AuditPosition): number =>
  other.at.getTime() - one.at.getTime() ||
  (one.id < other.id ? 1 : Number(one.id !== other.id) * -1)

const isMeant = (event: AuditEvent, filter: AuditFilter): boolean => {
  const { from, before, ipAddress, requestId, ...fields } = filter
  const isSame = Object.entries(fields).every(
    ([name, value]) => value === undefined || event[name as keyof AuditEvent] === value,
  )
  return (
    isSame &&
    (ipAddress === undefined || event.origin?.ipAddress === ipAddress) &&
    (requestId === undefined || event.origin?.requestId === requestId) &&
    (!from || event.at >= from) &&
    (!before || event.at < before)
  )
}
