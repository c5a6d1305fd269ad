import { Readable } from 'node:stream'
import type { AuditEvent } from '@latchkey/core'
import { MAX_EXPORTED_EVENTS } from '@latchkey/core/rules'
import type { FastifyReply } from 'fastify'
import { csvRow } from '../http/csv.ts'
import { presentAuditEvent } from './present-audit-event.ts'

const COLUMNS = [
  ...(['id', 'at', 'action', 'userId', 'sessionId', 'actorId', 'resource', 'method'] as const),
  ...(['endpoint', 'ipAddress', 'userAgent', 'device', 'requestId', 'success', 'code'] as const),
  ...(['metadata', 'processingTimeMs'] as const),
]

/** Answers with a file of the events, as fast as it is read and no faster. */
export const sendAuditFile = (
  reply: FastifyReply,
  pages: AsyncIterable<readonly AuditEvent[]>,
  now: Date,
): FastifyReply => {
  const name = `audit-log-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.csv`
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('x-row-limit', MAX_EXPORTED_EVENTS)
    .send(Readable.from(textOf(pages)))
}

const textOf = async function* (
  pages: AsyncIterable<readonly AuditEvent[]>,
): AsyncGenerator<string> {
  yield csvRow(COLUMNS)
  for await (const events of pages) yield events.map(rowOf).join('')
}

const rowOf = (event: AuditEvent): string => {
  const shown = presentAuditEvent(event)
  const metadata = JSON.stringify(shown.metadata)
  return csvRow(COLUMNS.map((name) => (name === 'metadata' ? metadata : shown[name])))
}
