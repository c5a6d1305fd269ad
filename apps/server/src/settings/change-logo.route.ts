import { brand as contract } from '@latchkey/contract'
import type { ChangeBrandLogo, removeBrandLogo } from '@latchkey/core'
import type { ReadSettings } from '@latchkey/core/rules'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { actorOf } from '../access/change-user.route.ts'
import { guarded } from '../access/guarded.ts'
import { takeImages, uploadIn } from '../http/image-upload.ts'
import { sendLimited } from '../http/limited.ts'
import { sendProblem } from '../http/problems.ts'
import { sendOverloaded } from '../password/password.problems.ts'
import { logoProblems, logoText } from './brand.problems.ts'
import { presentBrand } from './present-brand.ts'

interface Deps {
  readonly changeBrandLogo: ChangeBrandLogo
  readonly removeBrandLogo: ReturnType<typeof removeBrandLogo>
  readonly settings: ReadSettings
  readonly publicUrl: string
  /** Lets this process know what was changed; the others find out by themselves. Never rejects. */
  readonly followSettings: () => Promise<void>
}

/** Alone in their scope: one of them takes images. */
export const changeLogoRoutes =
  ({ settings, publicUrl, followSettings, ...deps }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    await takeImages(app)
    const answer = async (reply: FastifyReply, outcome: Awaited<ReturnType<ChangeBrandLogo>>) => {
      if (outcome.ok) {
        await followSettings()
        return { success: true as const, brand: presentBrand(settings(), publicUrl) }
      }
      if (outcome.reason === 'overloaded') return sendOverloaded(reply, outcome)
      if (outcome.reason === 'budget_spent') return sendLimited(reply, outcome)
      return sendProblem(reply, logoProblems[outcome.reason], logoText(outcome.reason))
    }

    app.put('/api/admin/brand/logo', guarded(contract.uploadLogo), async (request, reply) =>
      answer(reply, await deps.changeBrandLogo(await uploadIn(request), actorOf(request))),
    )

    app.delete('/api/admin/brand/logo', guarded(contract.removeLogo), async (request, reply) =>
      answer(reply, await deps.removeBrandLogo(actorOf(request))),
    )
  }
