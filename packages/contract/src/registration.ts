import * as z from 'zod'
import {
  email,
  instant,
  message,
  password,
  personName,
  phone,
  preferences,
  sixDigits,
  token,
} from './fields.ts'
import { failures } from './problem.ts'
import { signedIn } from './sign-in.ts'

const tags = ['Registration']
const registrationToken = token.meta({
  description: 'From the answer of register; or its cookie',
})

export const register = {
  operationId: 'registerUser',
  summary: 'Begin a sign-up',
  description:
    'The answer is the same whether the address is free, staged or taken; the mail tells its reader.',
  tags,
  body: z
    .object({
      email,
      password,
      firstName: personName.nullish(),
      lastName: personName.nullish(),
      username: personName.nullish(),
      phone: phone.nullish(),
    })
    .refine((body) => body.username != null || body.firstName != null, {
      path: ['firstName'],
      error: 'is required when there is no username',
    })
    .refine((body) => body.username != null || body.lastName != null, {
      path: ['lastName'],
      error: 'is required when there is no username',
    }),
  response: {
    202: z.object({
      success: z.literal(true),
      message: z.string(),
      registrationToken: z.string().optional(),
      expiresAt: instant,
    }),
    ...failures(400, 403, 413, 415, 429, 503),
  },
}

export const resend = {
  operationId: 'resendVerification',
  summary: 'Send the mail of this sign-up again',
  tags,
  body: z.object({ registrationToken: registrationToken.optional() }).nullish(),
  response: { 202: message, ...failures(400, 403, 415, 429, 503) },
}

export const amend = {
  operationId: 'amendRegistration',
  summary: 'A further step of the same sign-up',
  tags,
  body: z.object({
    registrationToken: registrationToken.optional(),
    firstName: personName.nullish(),
    lastName: personName.nullish(),
    username: personName.nullish(),
    phone: phone.nullish(),
    preferences: preferences.optional(),
  }),
  response: { 200: message, ...failures(400, 403, 413, 415, 503) },
}

export const verify = {
  operationId: 'verifyEmail',
  summary: 'Prove the address and sign in',
  description:
    '`token` from the mailed link, or the mailed `code`; with proof that the caller made this very attempt: its `registrationToken` (or cookie), or with `token` also its `password`.',
  tags,
  body: z
    .object({
      token: token.optional(),
      code: sixDigits.optional(),
      registrationToken: registrationToken.optional(),
      password: password.optional(),
    })
    .refine((body) => body.token !== undefined || body.code !== undefined, {
      path: ['token'],
      error: 'is required when there is no code',
    }),
  response: { 200: signedIn, ...failures(400, 403, 415, 429, 503) },
}
