import * as z from 'zod'
import { email, instant, personName, sixDigits, token } from './fields.ts'
import { failures } from './problem.ts'
import { signedIn } from './sign-in.ts'

const tags = ['Session']

export const send = {
  operationId: 'sendOtp',
  summary: 'Mail me a code to sign in with',
  description:
    'The answer is the same for every address. With the `otpToken` of an earlier call, or its cookie, a further code for the same request: earlier codes stay valid, and all of them share its tries.',
  tags,
  body: z.object({
    email,
    otpToken: token.optional().meta({ description: 'From an earlier answer; or its cookie' }),
  }),
  response: {
    202: z.object({
      success: z.literal(true),
      message: z.string(),
      otpToken: z.string().optional(),
      expiresAt: instant,
    }),
    ...failures(400, 403, 413, 415, 429, 503),
  },
}

export const verify = {
  operationId: 'verifyOtp',
  summary: 'Sign in with a mailed code',
  description:
    'Needs the `otpToken` of the answer that announced the code, or its cookie. Makes a user of a new address when `otpSignupEnabled` and `registrationEnabled` say so; the names are for them alone.',
  tags,
  body: z.object({
    email,
    otp: sixDigits,
    otpToken: token.optional().meta({ description: 'From the answer of send-otp; or its cookie' }),
    firstName: personName.nullish(),
    lastName: personName.nullish(),
  }),
  response: { 200: signedIn, ...failures(400, 401, 403, 413, 415, 429, 503) },
}
