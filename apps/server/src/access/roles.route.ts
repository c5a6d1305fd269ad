import { admin } from '@latchkey/contract'
import {
  type addRole,
  BUILT_IN_ROLES,
  builtInRole,
  type changeRole,
  type Role,
  type RoleStore,
  type removeRole,
} from '@latchkey/core'
import { PERMISSIONS } from '@latchkey/core/rules'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { roleProblems } from './access.problems.ts'
import { actorOf } from './change-user.route.ts'
import { guarded } from './guarded.ts'

interface Deps {
  readonly roles: Pick<RoleStore, 'all'>
  readonly addRole: ReturnType<typeof addRole>
  readonly changeRole: ReturnType<typeof changeRole>
  readonly removeRole: ReturnType<typeof removeRole>
}

const present = (role: Role) => ({ ...role, builtIn: builtInRole(role.name) !== undefined })

const permissions = Object.entries(PERMISSIONS).map(([name, description]) => ({
  name,
  description,
}))

export const rolesRoutes =
  ({ roles, addRole, changeRole, removeRole }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/admin/roles', guarded(admin.listRoles), async () => {
      const all = [...BUILT_IN_ROLES, ...(await roles.all())]
      return { success: true as const, roles: all.map(present), permissions }
    })

    app.post('/api/admin/roles', guarded(admin.addRole), async (request, reply) => {
      const outcome = await addRole(actorOf(request), request.body)
      if (!outcome.ok) return sendProblem(reply, roleProblems[outcome.reason])
      reply.code(201)
      return { success: true as const, role: present(outcome.role) }
    })

    app.patch('/api/admin/roles/:name', guarded(admin.changeRole), async (request, reply) => {
      const { description, permissions: allowed } = request.body
      const outcome = await changeRole(actorOf(request), request.params.name, {
        ...(description !== undefined && { description }),
        ...(allowed !== undefined && { permissions: allowed }),
      })
      if (!outcome.ok) return sendProblem(reply, roleProblems[outcome.reason])
      return { success: true as const, role: present(outcome.role) }
    })

    app.delete('/api/admin/roles/:name', guarded(admin.removeRole), async (request, reply) => {
      const outcome = await removeRole(actorOf(request), request.params.name)
      if (!outcome.ok) return sendProblem(reply, roleProblems[outcome.reason])
      return { success: true as const, message: 'The role is deleted.' }
    })
  }
