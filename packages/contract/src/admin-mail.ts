import * as z from 'zod'
import { id, instant, message, text } from './fields.ts'
import { needs } from './needs.ts'
import { failures } from './problem.ts'

const MAX_LIMIT = 100

const state = z.enum(['queued', 'deferred', 'sent', 'failed', 'dead']).meta({
  description:
    '`queued`: not tried yet. `deferred`: tried, and will be again. `sent`: the mail server took it. `failed`: its code or link ended before. `dead`: refused for good.',
})

/** A mail as administrators see it: never what it says. */
const mailRecord = z
  .object({
    id,
    template: z.string(),
    to: z.string(),
    locale: z.string(),
    state,
    tries: z.int().meta({ description: 'How often the mail server refused it' }),
    reason: z.string().nullable().meta({ description: 'Why the last try did not succeed' }),
    createdAt: instant,
    nextTryAt: instant.nullable().meta({ description: 'Null when it is over' }),
    sentAt: instant.nullable(),
    expiresAt: instant.meta({ description: 'After this it has no use any more' }),
  })
  .meta({ id: 'MailRecord' })

export const list = needs('mail:read', {
  operationId: 'listMail',
  summary: 'What became of mails, page by page, the newest first',
  description: 'Of the last 30 days. What a mail says is never shown.',
  querystring: z.object({
    state: state.optional(),
    template: z
      .string()
      .regex(/^[a-z_]{1,64}$/, { error: 'must be the name of a template' })
      .optional(),
    to: text(254)
      .min(1)
      .optional()
      .meta({ description: 'The whole address, as its owner wrote it' }),
    cursor: text(1024).min(1).optional().meta({ description: '`nextCursor` of the last answer' }),
    limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(50),
  }),
  response: {
    200: z.object({
      success: z.literal(true),
      messages: z.array(mailRecord),
      nextCursor: z.string().nullable().meta({ description: 'Null on the last page' }),
    }),
    ...failures(400, 401, 403, 503),
  },
})

export const retry = needs('mail:retry', {
  operationId: 'retryMail',
  summary: 'Send a mail again that was refused or waits for its next try',
  description:
    'At once, as if it had never been tried. One that is on its way already stays so; one that was sent, or whose code or link has ended, is refused.',
  params: z.object({ id }),
  response: { 200: message, ...failures(400, 401, 403, 404, 409, 415, 503) },
})
