import { admin } from '@latchkey/contract'
import type { Clock, UserDirectory, UserFilter, UserPage } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { validate as isUuid } from 'uuid'
import { sendProblem } from '../http/problems.ts'
import { BAD_CURSOR } from './bad-fields.ts'
import { guarded } from './guarded.ts'
import type { PresentManagedUser } from './present-managed-user.ts'
import type { UserCursors } from './user-cursor.ts'

interface Deps {
  readonly directory: UserDirectory
  readonly cursors: UserCursors
  readonly present: PresentManagedUser
  readonly clock: Clock
}

interface Query {
  readonly search?: string | undefined
  readonly role?: string | undefined
  readonly disabled?: 'true' | 'false' | undefined
  readonly createdAfter?: Date | undefined
  readonly createdBefore?: Date | undefined
}

export const listUsersRoutes =
  ({ directory, cursors, present, clock }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/admin/users', guarded(admin.listUsers), async (request, reply) => {
      const { search, cursor, limit, sort = search ? 'email' : 'createdAt', order } = request.query
      const isDescending = (order ?? (sort === 'email' ? 'asc' : 'desc')) === 'desc'
      const after = cursor === undefined ? null : cursors.read(cursor, { sort, isDescending })
      if (cursor !== undefined && !after) return sendProblem(reply, 'validation_failed', BAD_CURSOR)
      // One more than asked for tells whether there is a next page.
      const page: UserPage = { filter: toFilter(request.query), sort, isDescending, after, limit }
      const found = await directory.list({ ...page, limit: limit + 1 }, clock.now())
      const users = found.slice(0, limit)
      const last = found.length > limit ? users.at(-1) : undefined
      return {
        success: true as const,
        users: users.map(present),
        nextCursor: last ? cursors.write(last.user, page) : null,
      }
    })

    app.get('/api/admin/users/:id', guarded(admin.findUser), async (request, reply) => {
      const { id } = request.params
      const found = isUuid(id) ? await directory.find(id, clock.now()) : null
      if (!found) return sendProblem(reply, 'not_found')
      return { success: true as const, user: present(found) }
    })
  }

const toFilter = ({ search, role, disabled, createdAfter, createdBefore }: Query): UserFilter => ({
  ...(search !== undefined && { emailPrefix: search.trim().normalize('NFC').toLowerCase() }),
  ...(role !== undefined && { role }),
  ...(disabled !== undefined && { isDisabled: disabled === 'true' }),
  ...(createdAfter && { createdFrom: createdAfter }),
  ...(createdBefore && { createdBefore }),
})
