import * as z from 'zod'
import { id, instant, message } from './fields.ts'
import { needs } from './needs.ts'
import { failures } from './problem.ts'

const tags = ['Account']
const security = [{ bearer: [] }, { cookie: [] }]

const session = z
  .object({
    id,
    current: z.boolean().meta({ description: 'Whether this call came from it' }),
    createdAt: instant,
    lastUsedAt: instant,
    expiresAt: instant,
    ipAddress: z.string(),
    userAgent: z.string(),
    device: z.string().meta({ description: 'Such as "Firefox on Linux"' }),
  })
  .meta({ id: 'Session' })

const list = z.object({ success: z.literal(true), sessions: z.array(session) })
const ORDER = 'The one that was used last comes first; at most 200.'

export const ownSessions = {
  operationId: 'ownSessions',
  summary: 'Where I am signed in',
  description: ORDER,
  tags,
  security,
  response: { 200: list, ...failures(401, 503) },
}

export const endOwnSession = {
  operationId: 'endOwnSession',
  summary: 'End one of my sessions',
  description: 'Its tokens are refused everywhere within a second.',
  tags,
  security,
  params: z.object({ id }),
  response: { 200: message, ...failures(400, 401, 403, 404, 503) },
}

export const endOtherSessions = {
  operationId: 'endOtherSessions',
  summary: 'End all my sessions but this one',
  tags,
  security,
  response: { 200: message, ...failures(400, 401, 403, 503) },
}

const ofUser = z.object({ id })

export const sessionsOf = needs('sessions:read', {
  operationId: 'sessionsOf',
  summary: 'Where a user is signed in',
  description: ORDER,
  params: ofUser,
  response: { 200: list, ...failures(401, 403, 404, 503) },
})

export const endSessionsOf = needs('sessions:revoke', {
  operationId: 'endSessionsOf',
  summary: 'End every session of a user',
  description: 'The caller needs every permission that the user has. May be repeated.',
  params: ofUser,
  response: { 200: message, ...failures(400, 401, 403, 404, 503) },
})

export const endSessionOf = needs('sessions:revoke', {
  operationId: 'endSessionOf',
  summary: 'End one session of a user',
  description: 'The caller needs every permission that the user has.',
  params: z.object({ id, sessionId: id }),
  response: { 200: message, ...failures(400, 401, 403, 404, 503) },
})
