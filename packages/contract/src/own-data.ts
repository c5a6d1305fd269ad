import * as z from 'zod'
import { id, instant, text } from './fields.ts'
import { failures } from './problem.ts'

const tags = ['Account']
const security = [{ bearer: [] }, { cookie: [] }]

const activity = z
  .object({
    id,
    at: instant,
    action: z.string(),
    resource: z.string(),
    sessionId: id.nullable(),
    success: z.boolean(),
    code: z.string().nullable().meta({ description: 'The reason of a refusal' }),
    byAdministrator: z.boolean().meta({ description: 'Somebody else did it' }),
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
    device: z.string().nullable(),
    requestId: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()).meta({
      description:
        '`amr`: how somebody signed in; `reason` of a session that ended; `sessionsEnded`; `failures` before; `isDisabled`: a password for good',
    }),
  })
  .meta({ id: 'Activity' })

export const ownActivity = {
  operationId: 'ownActivity',
  summary: 'What was recorded about me',
  description: 'Newest first.',
  tags,
  security,
  querystring: z.object({
    cursor: text(4096).min(1).optional().meta({ description: '`nextCursor` of the last answer' }),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  response: {
    200: z.object({
      success: z.literal(true),
      events: z.array(activity),
      nextCursor: z.string().nullable().meta({ description: 'Null on the last page' }),
    }),
    ...failures(400, 401, 503),
  },
}

export const exportOwnData = {
  operationId: 'exportOwnData',
  summary: 'Everything that is kept about me, as a JSON file',
  description:
    'Has `user`, `picture` (a data URL), `hasPassword`, `emailChange`, `sessions`, `signUps`, `mails` and `activity`; never a hash, a token or another person. Is itself recorded.',
  tags,
  security,
  response: {
    200: { content: { 'application/json': { schema: z.string() } } },
    ...failures(401, 403, 503),
  },
}
