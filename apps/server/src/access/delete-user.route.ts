import { deletion } from '@latchkey/contract'
import type { deleteUser } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { validate as isUuid } from 'uuid'
import { sendProblem } from '../http/problems.ts'
import { changeRolesProblems } from './access.problems.ts'
import { actorOf } from './change-user.route.ts'
import { guarded } from './guarded.ts'

export const deleteUserRoute =
  (erase: ReturnType<typeof deleteUser>): FastifyPluginAsyncZod =>
  async (app) => {
    app.delete('/api/admin/users/:id', guarded(deletion.deleteUser), async (request, reply) => {
      const { id } = request.params
      if (!isUuid(id)) return sendProblem(reply, 'not_found')
      const outcome = await erase(actorOf(request), id)
      if (!outcome.ok) return sendProblem(reply, changeRolesProblems[outcome.reason])
      return { success: true as const, message: 'The user is deleted.' }
    })
  }
