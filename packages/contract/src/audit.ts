import { AUDIT_ACTIONS } from '@latchkey/core/rules'
import * as z from 'zod'
import { id, instant, moment, text } from './fields.ts'
import { needs } from './needs.ts'
import { failures } from './problem.ts'

const MAX_LIMIT = 100

const auditEvent = z
  .object({
    id,
    at: instant,
    action: z.string(),
    userId: id.nullable().meta({ description: 'Whom it is about' }),
    sessionId: id.nullable(),
    actorId: id.nullable().meta({ description: 'Who did it' }),
    resource: z.string(),
    method: z.string().nullable(),
    endpoint: z.string().nullable().meta({ description: 'The pattern of the route' }),
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
    device: z.string().nullable().meta({ description: 'Such as "Firefox on Linux"' }),
    requestId: z.string().nullable(),
    success: z.boolean(),
    code: z.string().nullable().meta({ description: 'The precise reason of a refusal' }),
    metadata: z.record(z.string(), z.unknown()),
    processingTimeMs: z.int().nullable(),
  })
  .meta({ id: 'AuditEvent' })

const person = z.guid({ error: 'must be an id' })

/** Which events, from where on, and in what form. */
const auditQuery = z
  .object({
    action: z.enum(AUDIT_ACTIONS).optional(),
    userId: person.optional(),
    actorId: person.optional(),
    ipAddress: z.union([z.ipv4(), z.ipv6()], { error: 'must be an address' }).optional(),
    requestId: text(128).min(1).optional(),
    success: z.enum(['true', 'false']).optional(),
    code: text(64).min(1).optional(),
    from: moment.optional(),
    to: moment.optional().meta({ description: 'The first instant that is not meant any more' }),
    cursor: text(4096).min(1).optional().meta({ description: '`nextCursor` of the last answer' }),
    limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(50),
    format: z.enum(['json', 'csv']).optional().meta({ description: 'Else by `Accept`' }),
  })
  .refine(({ from, to }) => !from || !to || from < to, {
    error: 'must be after `from`',
    path: ['to'],
  })

const chain = z
  .object({
    sequence: z.int().meta({ description: 'The number of the newest event in the chain' }),
    checkpoint: z.object({ number: z.int(), sequence: z.int(), at: instant }),
    waiting: z.int().meta({ description: 'Events to be linked; 10,000 is so many or more' }),
  })
  .meta({ id: 'AuditChain' })

const success = z.literal(true)
const nextCursor = z.string().nullable().meta({ description: 'Null on the last page' })

export const listEvents = needs('audit:read', {
  operationId: 'listAuditEvents',
  summary: 'The audit log, page by page, or as a CSV file',
  description:
    'Newest first. With `format=csv`, or `Accept: text/csv`, one file of up to `X-Row-Limit` events, whatever `limit` says; that is itself recorded. A cell that a spreadsheet would take for a formula begins with an apostrophe.',
  querystring: auditQuery,
  response: {
    200: {
      content: {
        'application/json': {
          schema: z.object({ success, events: z.array(auditEvent), nextCursor }),
        },
        'text/csv': { schema: z.string() },
      },
    },
    ...failures(400, 401, 403, 503),
  },
})

export const showChain = needs('audit:read', {
  operationId: 'showAuditChain',
  summary: 'How far the chain of the audit log has come',
  description: 'As the database says; `latchkey audit verify` proves it.',
  response: { 200: z.object({ success, chain }), ...failures(401, 403, 404, 503) },
})
