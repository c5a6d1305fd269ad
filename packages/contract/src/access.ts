import * as z from 'zod'
import { email, message, password, personName, token } from './fields.ts'
import { failures } from './problem.ts'
import { signedIn } from './sign-in.ts'

export const setupOpen = {
  operationId: 'findOpenSetup',
  summary: 'Whether the set-up is open',
  description: 'While there is no administrator; 404 once there is one.',
  tags: ['Set-up'],
  response: { 200: message, ...failures(404, 503) },
}

export const setup = {
  operationId: 'setUpAdministrator',
  summary: 'Make the first administrator',
  description: 'With the token of the link printed at start. 404 once there is an administrator.',
  tags: ['Set-up'],
  body: z.object({ token, firstName: personName, lastName: personName, email, password }),
  response: { 201: signedIn, ...failures(400, 403, 404, 409, 415, 503) },
}

export const ownPermissions = {
  operationId: 'ownPermissions',
  summary: 'What I may do to others',
  description: 'The permissions of my roles, as the database has them now. Empty for most users.',
  tags: ['Account'],
  security: [{ bearer: [] }, { cookie: [] }],
  response: {
    200: z.object({ success: z.literal(true), permissions: z.array(z.string()) }),
    ...failures(401, 503),
  },
}
