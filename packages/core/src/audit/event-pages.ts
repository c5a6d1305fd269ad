import type { AuditEvent } from './audit-event.ts'
import type { AuditFilter, AuditHistory, AuditPosition } from './audit-history.ts'

/** The most events that one export has. */
export const MAX_EXPORTED_EVENTS = 100_000
const PAGE = 500

/** The events of a list page by page, at most so many. */
export const eventPages = async function* (
  history: AuditHistory,
  filter: AuditFilter,
  start: AuditPosition | null,
  limit: number,
): AsyncGenerator<readonly AuditEvent[]> {
  let after = start
  for (let left = limit; left > 0; ) {
    const size = Math.min(PAGE, left)
    const events = await history.list({ filter, after, limit: size })
    if (events.length > 0) yield events
    if (events.length < size) return
    after = events.at(-1) ?? null
    left -= events.length
  }
}
