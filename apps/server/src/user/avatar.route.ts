import { account } from '@latchkey/contract'
import type { AvatarStore, removeAvatar } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendPicture } from '../http/picture.ts'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { type Authenticate, callerOf } from '../session/authenticate.ts'
import { presentUser } from './present-user.ts'

interface Deps {
  readonly avatars: Pick<AvatarStore, 'find'>
  readonly removeAvatar: ReturnType<typeof removeAvatar>
  readonly authenticate: Authenticate
}

export const avatarRoutes =
  ({ avatars, removeAvatar, authenticate }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/avatars/:id', { schema: account.avatar }, async (request, reply) =>
      sendPicture(request, reply, { id: request.params.id, find: avatars.find }),
    )

    const onlySignedIn = { schema: account.removeAvatar, onRequest: authenticate.requireSession }
    app.delete('/api/users/me/avatar', onlySignedIn, async (request, reply) => {
      const outcome = await removeAvatar(callerOf(request).userId, originOf(request))
      if (!outcome.ok) return sendProblem(reply, 'unauthenticated')
      return { success: true as const, user: presentUser(outcome.user) }
    })
  }
