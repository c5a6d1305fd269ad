import type {
  AuditEvent,
  AuditFilter,
  AuditHistory,
  AuditPage,
  AuditPosition,
} from '@latchkey/core'
import type { Kysely } from 'kysely'
import { fromFlag, fromJson, toDate, toFlag, toInstant } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import type { RecordedRow } from './event-parts.ts'

/** The audit log as people read it, in SQL. Every filter has an index that ends with the instant. */
export const sqlAuditHistory = ({ read }: Pick<Connections, 'read'>): AuditHistory => ({
  list: async (page) => (await auditPage(read, page).execute()).map(toEvent),
})

export const auditPage = (db: Kysely<Schema>, { filter, after, limit }: AuditPage) =>
  older(filtered(selectEvents(db), filter), after)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)

const selectEvents = (db: Kysely<Schema>) =>
  db
    .selectFrom('audit_events')
    .select(['id', 'at', 'action', 'user_id', 'session_id', 'actor_id', 'resource', 'success'])
    .select(['code', 'metadata', 'ip_address', 'user_agent', 'request_id', 'method', 'endpoint'])
    .select(['received_at', 'processing_time_ms'])

type Events = ReturnType<typeof selectEvents>

const COLUMNS = {
  action: 'action',
  userId: 'user_id',
  actorId: 'actor_id',
  ipAddress: 'ip_address',
  requestId: 'request_id',
  code: 'code',
} as const

const filtered = (events: Events, filter: AuditFilter): Events => {
  const { success, from, before, ...same } = filter
  let meant = events
  for (const [name, value] of Object.entries(same))
    if (value !== undefined) meant = meant.where(COLUMNS[name as keyof typeof same], '=', value)
  if (success !== undefined) meant = meant.where('success', '=', toFlag(success))
  if (from) meant = meant.where('at', '>=', toInstant(from))
  if (before) meant = meant.where('at', '<', toInstant(before))
  return meant
}

/** The first condition is what an index is entered by. */
const older = (events: Events, after: AuditPosition | null): Events => {
  if (!after) return events
  const at = toInstant(after.at)
  return events
    .where('at', '<=', at)
    .where((eb) => eb.or([eb('at', '<', at), eb('id', '<', after.id)]))
}

export const toEvent = (row: RecordedRow): AuditEvent => ({
  id: row.id,
  at: toDate(row.at),
  action: row.action,
  userId: row.user_id,
  sessionId: row.session_id,
  actorId: row.actor_id,
  resource: row.resource,
  success: fromFlag(row.success),
  code: row.code,
  metadata: fromJson(row.metadata),
  origin: toOrigin(row),
  processingTimeMs: row.processing_time_ms,
})

const toOrigin = (row: RecordedRow): AuditEvent['origin'] =>
  row.received_at === null
    ? null
    : {
        ipAddress: row.ip_address ?? '',
        userAgent: row.user_agent ?? '',
        requestId: row.request_id ?? '',
        method: row.method ?? '',
        endpoint: row.endpoint ?? '',
        receivedAt: toDate(row.received_at),
      }
