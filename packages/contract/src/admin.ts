import { isPermission, isRoleName, MAX_ROLE_DESCRIPTION } from '@latchkey/core/rules'
import * as z from 'zod'
import { id, instant, message, moment, text } from './fields.ts'
import { needs } from './needs.ts'
import { failures } from './problem.ts'
import { profileWish, user } from './user.ts'

const MAX_PERMISSIONS = 50
/** With names as long as can be, a token that tells them still fits into a cookie of 4,096 bytes. */
const MAX_ROLES = 24
const MAX_LIMIT = 100

const managedUser = user
  .extend({
    disabled: z.boolean(),
    lockedUntil: instant.nullable().meta({ description: 'Until when no password is accepted' }),
    failedLoginAttempts: z.int().meta({ description: 'Of the last `lockout_duration_minutes`' }),
    passwordDisabled: z
      .boolean()
      .meta({ description: 'After too many failures in a row: a new password or unlock helps' }),
    hasPassword: z.boolean(),
    factors: z.array(z.string()).meta({ description: 'Second factors; none is built yet' }),
    connections: z.array(z.string()).meta({ description: 'Linked providers; none is built yet' }),
    activeSessions: z.int(),
    lastActivityAt: instant.nullable(),
  })
  .meta({ id: 'ManagedUser' })

const permissionName = text(64).refine(isPermission, { error: 'must be the name of a permission' })

const role = z
  .object({
    name: z.string(),
    description: z.string(),
    permissions: z.array(z.string()).readonly(),
    builtIn: z.boolean(),
  })
  .meta({ id: 'Role' })

const success = z.literal(true)
const oneUser = z.object({ success, user: managedUser })
const oneRole = z.object({ success, role })
const params = z.object({ id })
const roleParams = z.object({ name: z.string() })
const roleName = text(63).refine(isRoleName, {
  error: 'must begin with a lower-case letter, then lower-case letters, digits, - and _',
})
/** How many users of the list, which ones, and in what order. */
const userQuery = z
  .object({
    search: text(254).min(1).optional().meta({ description: 'How the address begins' }),
    role: roleName.optional(),
    disabled: z.enum(['true', 'false']).optional(),
    createdAfter: moment.optional(),
    createdBefore: moment.optional(),
    sort: z.enum(['createdAt', 'email']).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    cursor: text(4096).min(1).optional().meta({ description: '`nextCursor` of the last answer' }),
    limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(50),
  })
  .refine(({ search, sort }) => search === undefined || sort !== 'createdAt', {
    error: 'a search is sorted by email',
    path: ['sort'],
  })

export const listUsers = needs('users:read', {
  operationId: 'listUsers',
  summary: 'The users, page by page',
  description:
    'Newest first; a search by how the address begins is sorted by address. With the `cursor` of another sort or order the call is refused.',
  querystring: userQuery,
  response: {
    200: z.object({
      success,
      users: z.array(managedUser),
      nextCursor: z.string().nullable().meta({ description: 'Null on the last page' }),
    }),
    ...failures(400, 401, 403, 503),
  },
})

export const findUser = needs('users:read', {
  operationId: 'findUser',
  summary: 'One user',
  params,
  response: { 200: oneUser, ...failures(401, 403, 404, 503) },
})

export const changeRoles = needs('users:write', {
  operationId: 'changeRoles',
  summary: 'Give a user these roles and no others',
  description:
    'The caller needs every permission that the user has and would get. Everybody has `user`. One enabled administrator is always left. Access tokens from before are refused within a second.',
  params,
  body: z.object({ roles: z.array(text(63)).max(MAX_ROLES) }),
  response: { 200: oneUser, ...failures(400, 401, 403, 404, 409, 415, 503) },
})

const SAME_POWER = 'The caller needs every permission that the user has.'

export const changeUser = needs('users:write', {
  operationId: 'changeUser',
  summary: 'Change what a user says about themselves',
  description: `What is absent stays, null empties. ${SAME_POWER}`,
  params,
  body: profileWish,
  response: { 200: oneUser, ...failures(400, 401, 403, 404, 413, 415, 503) },
})

export const sendReset = needs('users:write', {
  operationId: 'sendReset',
  summary: 'Mail a user a link to choose a new password',
  description: `To the address that is known. Refused for a disabled user. ${SAME_POWER}`,
  params,
  response: { 202: message, ...failures(400, 401, 403, 404, 409, 415, 503) },
})

const stateChange = (operationId: string, summary: string) =>
  needs('users:write', {
    operationId,
    summary,
    description: `${SAME_POWER} May be repeated.`,
    params,
    response: { 200: oneUser, ...failures(400, 401, 403, 404, 409, 415, 503) },
  })

export const disableUser = stateChange('disableUser', 'Keep a user out and end their sessions')
export const enableUser = stateChange('enableUser', 'Let a disabled user in again')

export const unlockUser = stateChange('unlockUser', 'Forget the failed guesses of a password')

export const listRoles = needs('roles:read', {
  operationId: 'listRoles',
  summary: 'The roles, and everything that can be allowed to one',
  response: {
    200: z.object({
      success,
      roles: z.array(role),
      permissions: z.array(z.object({ name: z.string(), description: z.string() })),
    }),
    ...failures(401, 403, 503),
  },
})

const wish = {
  description: text(MAX_ROLE_DESCRIPTION),
  permissions: z.array(permissionName).max(MAX_PERMISSIONS),
}

export const addRole = needs('roles:write', {
  operationId: 'addRole',
  summary: 'Make a role',
  description: 'Of permissions that the caller has.',
  body: z.object({ name: roleName, ...wish }),
  response: { 201: oneRole, ...failures(400, 401, 403, 409, 415, 503) },
})

export const changeRole = needs('roles:write', {
  operationId: 'changeRole',
  summary: 'Change a role',
  description: 'The caller needs the permissions that it had and gets. In effect at once.',
  params: roleParams,
  body: z.object(wish).partial(),
  response: { 200: oneRole, ...failures(400, 401, 403, 404, 409, 415, 503) },
})

export const removeRole = needs('roles:write', {
  operationId: 'removeRole',
  summary: 'Delete a role that nobody has',
  params: roleParams,
  response: { 200: message, ...failures(401, 403, 404, 409, 503) },
})
