import * as z from 'zod'
import { email, password, personName, token } from './fields.ts'
import { failures } from './problem.ts'
import { signedIn } from './sign-in.ts'

export const setup = {
  operationId: 'setUpAdministrator',
  summary: 'Make the first administrator',
  description: 'With the token of the link printed at start. 404 once there is an administrator.',
  tags: ['Set-up'],
  body: z.object({ token, firstName: personName, lastName: personName, email, password }),
  response: { 201: signedIn, ...failures(400, 403, 404, 409, 415, 503) },
}
