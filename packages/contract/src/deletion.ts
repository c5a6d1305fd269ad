import * as z from 'zod'
import { id, message, password } from './fields.ts'
import { needs } from './needs.ts'
import { failures } from './problem.ts'

export const deleteOwnAccount = {
  operationId: 'deleteOwnAccount',
  summary: 'Delete my account and everything that is known about me',
  description:
    'A user who has no password must have signed in within the last 10 minutes instead. Every token is refused everywhere within a second. The last administrator cannot be deleted. A mail says that it was done.',
  tags: ['Account'],
  security: [{ bearer: [] }, { cookie: [] }],
  body: z.object({ password: password.nullish() }).nullish(),
  response: { 200: message, ...failures(400, 401, 403, 409, 415, 429, 503) },
}

export const deleteUser = needs('users:delete', {
  operationId: 'deleteUser',
  summary: 'Delete a user and everything that is known about them',
  description:
    'The caller needs every permission that the user has. One enabled administrator is always left. A mail says that it was done.',
  params: z.object({ id }),
  response: { 200: message, ...failures(400, 401, 403, 404, 409, 503) },
})
