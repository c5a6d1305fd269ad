import { admin } from '@latchkey/contract'
import type {
  Actor,
  changeRoles,
  changeUser,
  disableUser,
  sendReset,
  unlockUser,
} from '@latchkey/core'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { validate as isUuid } from 'uuid'
import { definedOnly } from '../http/defined-only.ts'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { callerOf } from '../session/authenticate.ts'
import { sendResetProblems } from './access.problems.ts'
import type { ActOnUser } from './act-on-user.ts'
import { guarded } from './guarded.ts'

/** Who asks for it, behind the guard. */
export const actorOf = (request: FastifyRequest): Actor => ({
  userId: callerOf(request).userId,
  origin: originOf(request),
})

interface Deps {
  readonly changeRoles: ReturnType<typeof changeRoles>
  readonly disableUser: ReturnType<typeof disableUser>
  readonly enableUser: ReturnType<typeof disableUser>
}

export const changeUserRoutes =
  ({ changeRoles, disableUser, enableUser }: Deps, act: ActOnUser): FastifyPluginAsyncZod =>
  async (app) => {
    app.put('/api/admin/users/:id/roles', guarded(admin.changeRoles), (request, reply) => {
      const { id } = request.params
      return act(reply, id, () => changeRoles(actorOf(request), id, request.body.roles))
    })
    app.post('/api/admin/users/:id/disable', guarded(admin.disableUser), (request, reply) => {
      const { id } = request.params
      return act(reply, id, () => disableUser(actorOf(request), id))
    })
    app.post('/api/admin/users/:id/enable', guarded(admin.enableUser), (request, reply) => {
      const { id } = request.params
      return act(reply, id, () => enableUser(actorOf(request), id))
    })
  }

interface HelpDeps {
  readonly changeUser: ReturnType<typeof changeUser>
  readonly unlockUser: ReturnType<typeof unlockUser>
  readonly sendReset: ReturnType<typeof sendReset>
}

/** What is done for a user who asks for help. */
export const helpUserRoutes =
  ({ changeUser, unlockUser, sendReset }: HelpDeps, act: ActOnUser): FastifyPluginAsyncZod =>
  async (app) => {
    app.patch('/api/admin/users/:id', guarded(admin.changeUser), (request, reply) => {
      const { id } = request.params
      return act(reply, id, () => changeUser(actorOf(request), id, definedOnly(request.body)))
    })
    app.post('/api/admin/users/:id/unlock', guarded(admin.unlockUser), (request, reply) => {
      const { id } = request.params
      return act(reply, id, () => unlockUser(actorOf(request), id))
    })
    app.post(
      '/api/admin/users/:id/send-reset',
      guarded(admin.sendReset),
      async (request, reply) => {
        const { id } = request.params
        if (!isUuid(id)) return sendProblem(reply, 'not_found')
        const outcome = await sendReset(actorOf(request), id)
        if (!outcome.ok) return sendProblem(reply, sendResetProblems[outcome.reason])
        reply.code(202)
        return { success: true as const, message: 'The link is on its way.' }
      },
    )
  }
