import { account } from '@latchkey/contract'
import type { changeAvatar } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { takeImages, uploadIn } from '../http/image-upload.ts'
import { sendLimited } from '../http/limited.ts'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { sendOverloaded } from '../password/password.problems.ts'
import { type Authenticate, callerOf } from '../session/authenticate.ts'
import { AVATAR_TEXT, avatarProblems } from './avatar.problems.ts'
import { presentUser } from './present-user.ts'

/** Alone in its scope: it takes images. */
export const uploadAvatarRoute =
  (change: ReturnType<typeof changeAvatar>, authenticate: Authenticate): FastifyPluginAsyncZod =>
  async (app) => {
    await takeImages(app)
    const onlySignedIn = { schema: account.uploadAvatar, onRequest: authenticate.requireSession }
    app.put('/api/users/me/avatar', onlySignedIn, async (request, reply) => {
      const { userId } = callerOf(request)
      const outcome = await change(userId, await uploadIn(request), originOf(request))
      if (outcome.ok) return { success: true as const, user: presentUser(outcome.user) }
      if (outcome.reason === 'overloaded') return sendOverloaded(reply, outcome)
      if (outcome.reason === 'budget_spent') return sendLimited(reply, outcome)
      return sendProblem(reply, avatarProblems[outcome.reason], {
        detail: AVATAR_TEXT[outcome.reason],
      })
    })
  }
