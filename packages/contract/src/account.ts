import * as z from 'zod'
import { email, instant, message, password, sixDigits } from './fields.ts'
import { failures } from './problem.ts'
import { profileWish, user } from './user.ts'

const success = z.literal(true)
const oneUser = z.object({ success, user })
const image = z.unknown().meta({ type: 'string', format: 'binary' })

const signedIn = { tags: ['Account'], security: [{ bearer: [] }, { cookie: [] }] }

const ownAccount = oneUser.extend({
  hasPassword: z
    .boolean()
    .meta({ description: 'Whether a password is asked for before what matters' }),
  emailChange: z
    .object({ email: z.string(), expiresAt: instant })
    .nullable()
    .meta({ description: 'An address that this session asked for and has not proven yet' }),
})

export const profile = {
  ...signedIn,
  operationId: 'profile',
  summary: 'What is known about me',
  response: { 200: ownAccount, ...failures(401, 503) },
}

export const changeProfile = {
  ...signedIn,
  operationId: 'changeProfile',
  summary: 'Change what I say about myself',
  description: 'What is absent stays, null empties. `preferences` are replaced as a whole.',
  body: profileWish,
  response: { 200: oneUser, ...failures(400, 401, 403, 413, 415, 503) },
}

export const changePassword = {
  ...signedIn,
  operationId: 'changePassword',
  summary: 'Choose a new password',
  description:
    'Every other session ends, and so do mailed links to choose a password and a pending change of address. A user who has no password sends no `currentPassword` and must have signed in within the last 10 minutes.',
  body: z.object({ currentPassword: password.nullish(), newPassword: password }),
  response: { 200: message, ...failures(400, 401, 403, 415, 429, 503) },
}

export const uploadAvatar = {
  ...signedIn,
  operationId: 'uploadAvatar',
  summary: 'Give me a picture',
  description:
    'PNG, JPEG or WebP, at most 2 MiB, as the body or as the one file of a `multipart/form-data` form; what is in it counts, not what it is called. It is cut to a square, made small and stripped of everything but its pixels. `profileImageUrl` has a new address each time.',
  consumes: ['image/png', 'image/jpeg', 'image/webp', 'multipart/form-data'],
  body: image,
  response: { 200: oneUser, ...failures(400, 401, 403, 413, 415, 429, 503) },
}

export const removeAvatar = {
  ...signedIn,
  operationId: 'removeAvatar',
  summary: 'Take my picture away',
  description: 'May be repeated.',
  response: { 200: oneUser, ...failures(401, 403, 503) },
}

export const avatar = {
  operationId: 'avatar',
  summary: 'The picture of a user',
  description: 'For whoever knows its address, which nobody guesses. May be cached for ever.',
  tags: signedIn.tags,
  params: z.object({ id: z.string() }),
  produces: ['image/webp'],
  response: { 200: image, ...failures(404, 503) },
}

const code = sixDigits.meta({ description: 'From the mail to the new address' })

export const requestEmailChange = {
  ...signedIn,
  operationId: 'requestEmailChange',
  summary: 'Ask for another address',
  description:
    'Mails a code to it, and word to the present one. The answer is the same whether the address is free, taken or my own. A user who has no password sends none and must have signed in within the last 10 minutes.',
  body: z.object({ newEmail: email, password: password.nullish() }),
  response: { 202: message, ...failures(400, 401, 403, 415, 429, 503) },
}

export const confirmEmailChange = {
  ...signedIn,
  operationId: 'confirmEmailChange',
  summary: 'Prove the new address',
  description:
    'In the session that asked for it, within half an hour and five tries. Every other session ends; both addresses are told.',
  body: z.object({ code }),
  response: { 200: oneUser, ...failures(400, 401, 403, 415, 429, 503) },
}
