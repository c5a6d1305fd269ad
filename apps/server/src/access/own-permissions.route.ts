import { access as contract } from '@latchkey/contract'
import type { AccessStore } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { type Authenticate, callerOf } from '../session/authenticate.ts'

/** Tells a web page which parts of the administration it should show. It decides nothing. */
export const ownPermissionsRoute =
  (access: Pick<AccessStore, 'find'>, authenticate: Authenticate): FastifyPluginAsyncZod =>
  async (app) => {
    const onlySignedIn = { schema: contract.ownPermissions, onRequest: authenticate.requireSession }
    app.get('/api/users/me/permissions', onlySignedIn, async (request, reply) => {
      const caller = await access.find(callerOf(request).userId)
      if (!caller || caller.isDisabled) return sendProblem(reply, 'unauthenticated')
      return { success: true as const, permissions: [...caller.permissions] }
    })
  }
