import * as z from 'zod'
import { id, instant, message, token } from './fields.ts'
import { failures } from './problem.ts'

const tags = ['Session']
const security = [{ bearer: [] }, { cookie: [] }]

export const logout = {
  operationId: 'logOut',
  summary: 'End this session',
  description: 'Takes the access token, or the refresh token in body or cookie. May be repeated.',
  tags,
  body: z.object({ refreshToken: token.optional() }).nullish(),
  response: { 200: message, ...failures(400, 403, 415, 503) },
}

export const logoutAll = {
  operationId: 'logOutEverywhere',
  summary: 'End all my sessions',
  tags,
  security,
  response: { 200: message, ...failures(401, 403, 503) },
}

const claims = {
  sub: id,
  sid: id,
  roles: z.array(z.string()).readonly(),
  amr: z.array(z.string()).readonly(),
}

export const currentSession = {
  operationId: 'currentSession',
  summary: 'The session of this access token',
  description: 'Answered without the database, from the token and the revocation list.',
  tags,
  security,
  response: {
    200: z.object({ success: z.literal(true), ...claims, authTime: instant, expiresAt: instant }),
    ...failures(401, 503),
  },
}

export const introspect = {
  operationId: 'introspectToken',
  summary: 'Is this access token good (RFC 7662)',
  description: 'For back ends; authenticated by `Authorization: Bearer <INTROSPECTION_SECRET>`.',
  tags,
  security: [{ introspectionSecret: [] }],
  body: z.object({ token }),
  response: {
    200: z.object({
      success: z.literal(true),
      active: z.boolean(),
      ...z.object(claims).partial().shape,
      iss: z.string().optional(),
      aud: z.string().optional(),
      jti: z.string().optional(),
      iat: z.int().optional(),
      exp: z.int().optional(),
      auth_time: z.int().optional(),
      token_type: z.literal('Bearer').optional(),
    }),
    ...failures(400, 401, 415, 503),
  },
}
