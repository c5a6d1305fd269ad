import * as z from 'zod'
import { email, message, password, token } from './fields.ts'
import { failures } from './problem.ts'
import { signedIn } from './sign-in.ts'

const tags = ['Password']

export const forgot = {
  operationId: 'requestPasswordReset',
  summary: 'Mail me a link to choose a new password',
  description: 'The answer is always the same.',
  tags,
  body: z.object({ email }),
  response: { 202: message, ...failures(400, 403, 415, 429, 503) },
}

export const reset = {
  operationId: 'resetPassword',
  summary: 'Choose a new password and sign in',
  description:
    'Ends every other session. With the token of an invitation it makes the user. A refused password spends no token.',
  tags,
  body: z.object({ token, password }),
  response: { 200: signedIn, ...failures(400, 403, 415, 503) },
}
