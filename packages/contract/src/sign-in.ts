import * as z from 'zod'
import { email, password, token } from './fields.ts'
import { failures } from './problem.ts'
import { user } from './user.ts'

/** Absent in cookie delivery: then they are in `Set-Cookie` alone. */
const tokens = {
  accessToken: z.string().optional(),
  refreshToken: z.string().optional(),
  tokenType: z.literal('Bearer').optional(),
  expiresIn: z.int().optional().meta({ description: 'Seconds until the access token ends' }),
}

/** The answer of every way in. */
export const signedIn = z
  .object({
    success: z.literal(true),
    user,
    ...tokens,
    deviceToken: z
      .string()
      .optional()
      .meta({ description: 'Marks a known device; send it back as `X-Device-Token`' }),
  })
  .meta({ id: 'SignedIn' })

const tags = ['Session']

export const login = {
  operationId: 'logIn',
  summary: 'Sign in with address and password',
  tags,
  body: z.object({ email, password }),
  response: { 200: signedIn, ...failures(400, 401, 403, 415, 429, 503) },
}

export const refresh = {
  operationId: 'refreshSession',
  summary: 'Trade a refresh token for its successor',
  description:
    'Send the token in the body or in its cookie. A repeat within 10 seconds gets the same successor; a later one ends the session.',
  tags,
  body: z.object({ refreshToken: token.optional() }).nullish(),
  response: {
    200: z.object({ success: z.literal(true), ...tokens, message: z.string().optional() }),
    ...failures(400, 401, 403, 415, 503),
  },
}
