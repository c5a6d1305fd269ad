import type { AuditAction } from '@latchkey/core'
import type { Flag, Instant, JsonText } from '../shared/columns.ts'

export interface AuditEventRow {
  id: string
  at: Instant
  action: AuditAction
  user_id: string | null
  session_id: string | null
  actor_id: string | null
  resource: string
  success: Flag
  code: string | null
  metadata: JsonText
  /** Null, as the other columns of the origin, for what no request caused. */
  ip_address: string | null
  user_agent: string | null
  request_id: string | null
  method: string | null
  endpoint: string | null
  received_at: Instant | null
  processing_time_ms: number | null
  /** Proof that Latchkey recorded it; once it is linked, null or why there was none. */
  mark: string | null
  /** Its place in the chain; null until it is linked, as the next three. */
  sequence: number | null
  digest: string | null
  about_digest: string | null
  origin_digest: string | null
  /** Proof that Latchkey took its personal fields out after it was linked. */
  erasure: string | null
}

/** How often something was recorded on a day (UTC); the day is the instant at which it begins. */
export interface AuditDayRow {
  day: Instant
  /** An action; or `addresses`, of which there were so many. */
  name: AuditAction | 'addresses'
  /** The reason of a refusal, or empty. */
  code: string
  total: number
}

/** A key of the audit log. */
export interface AuditKeyRow {
  number: number
  id: string
  sealed_key: string
  created_at: Instant
  /** From when it signs no more; null while it signs. */
  retired_at: Instant | null
}

/** The key of one person's fields in the audit log. */
export interface AuditSubjectKeyRow {
  user_id: string
  /** Seals nothing once the person is forgotten. */
  sealed_key: string
  forgotten_at: Instant | null
}

/** A signed note of how far the chain had come. */
export interface AuditCheckpointRow {
  number: number
  sequence: number
  digest: string
  at: Instant
  mac: string
}

/** The one row that says where the chain begins and ends, and who links. */
export interface AuditChainRow {
  name: 'head'
  sequence: number
  digest: string
  checkpoint: number
  first_checkpoint: number
  unmarked_until: Instant
  mac: string
  lease_owner: string | null
}
