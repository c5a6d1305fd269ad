import * as z from 'zod'
import { email, id, instant, locale, message, personName, text } from './fields.ts'
import { needs } from './needs.ts'
import { failures } from './problem.ts'

const MAX_ROLES = 50
const MAX_LIMIT = 100
const success = z.literal(true)

const invitation = z
  .object({
    id: id.meta({ description: 'Becomes the id of the user' }),
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    locale: z.string(),
    roles: z.array(z.string()).readonly(),
    invitedBy: id,
    createdAt: instant,
    expiresAt: instant,
  })
  .meta({ id: 'Invitation' })

export const invite = needs('users:invite', {
  operationId: 'inviteUser',
  summary: 'Invite somebody to become a user',
  description:
    'Mails a link that works once, for 72 hours, and takes the place of an earlier one. `POST /api/auth/reset-password` with its token and a password makes the user. The caller needs every permission that the guest would get, and so they do when it is accepted.',
  body: z.object({
    email,
    firstName: personName.nullish(),
    lastName: personName.nullish(),
    locale: locale
      .optional()
      .meta({ description: 'Of the mail; by default the language asked in' }),
    roles: z.array(text(63)).max(MAX_ROLES).optional(),
  }),
  response: {
    201: z.object({ success, invitation }),
    ...failures(400, 401, 403, 409, 415, 503),
  },
})

export const list = needs('users:read', {
  operationId: 'listInvitations',
  summary: 'The invitations that wait to be accepted, newest first',
  querystring: z.object({
    cursor: text(4096).min(1).optional().meta({ description: '`nextCursor` of the last answer' }),
    limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(50),
  }),
  response: {
    200: z.object({
      success,
      invitations: z.array(invitation),
      nextCursor: z.string().nullable().meta({ description: 'Null on the last page' }),
    }),
    ...failures(400, 401, 403, 503),
  },
})

export const withdraw = needs('users:invite', {
  operationId: 'withdrawInvitation',
  summary: 'Withdraw an invitation: its link is void',
  description: 'The caller needs every permission that the guest would have got.',
  params: z.object({ id }),
  response: { 200: message, ...failures(400, 401, 403, 404, 415, 503) },
})
