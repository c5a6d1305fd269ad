import * as z from 'zod'
import { id, instant, locale, personName, phone, preferences } from './fields.ts'
import { failures } from './problem.ts'

/** A user as they see themselves; never a hash or a token. */
export const user = z
  .object({
    id,
    email: z.string(),
    emailVerified: z.boolean(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    username: z.string().nullable(),
    phone: z.string().nullable(),
    locale: z.string(),
    roles: z.array(z.string()).readonly(),
    profileImageUrl: z.string().nullable(),
    preferences: z.record(z.string(), z.unknown()).readonly(),
    createdAt: instant,
    updatedAt: instant,
    lastLoginAt: instant.nullable(),
  })
  .meta({ id: 'User' })

/** What of a user may be changed at any time; what is absent stays, null empties. */
export const profileWish = z.object({
  firstName: personName.nullish(),
  lastName: personName.nullish(),
  username: personName.nullish(),
  phone: phone.nullish(),
  locale: locale.optional(),
  preferences: preferences.optional(),
})

export type UserView = z.infer<typeof user>

export const currentUser = {
  operationId: 'currentUser',
  summary: 'Who am I',
  tags: ['Session'],
  security: [{ bearer: [] }, { cookie: [] }],
  response: { 200: z.object({ success: z.literal(true), user }), ...failures(401, 503) },
}

export const signInStatus = {
  operationId: 'signInStatus',
  summary:
    'Who is here, if anybody: null for whoever sends no token; 401 asks to renew the session',
  tags: ['Session'],
  security: [{}, { bearer: [] }, { cookie: [] }],
  response: {
    200: z.object({ success: z.literal(true), user: user.nullable() }),
    ...failures(401, 503),
  },
}
