import type { AuditEvent } from './audit-event.ts'

/** Which events are meant; what is absent excludes none. */
export interface AuditFilter {
  readonly action?: string
  readonly userId?: string
  readonly actorId?: string
  readonly ipAddress?: string
  readonly requestId?: string
  readonly success?: boolean
  readonly code?: string
  readonly from?: Date
  /** The first instant that is not meant any more. */
  readonly before?: Date
}

/** The place of an event in the list. */
export type AuditPosition = Pick<AuditEvent, 'id' | 'at'>

/** A piece of the list of events. */
export interface AuditPage {
  readonly filter: AuditFilter
  /** The event before the first one of the page; null for the first page. */
  readonly after: AuditPosition | null
  readonly limit: number
}

/** The audit log as people read it. */
export interface AuditHistory {
  /**
   * The events of the page, the newest first; those of one instant in the order of their ids. Where
   * a person was forgotten, the address, user agent and request id of the origin are empty.
   */
  list(page: AuditPage): Promise<readonly AuditEvent[]>
}
