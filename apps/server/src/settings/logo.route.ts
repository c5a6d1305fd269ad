import { brand as contract } from '@latchkey/contract'
import type { BrandLogoStore } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendPicture } from '../http/picture.ts'

/** The logo of the installation, for everybody who sees a page of it. */
export const logoRoute =
  (logos: Pick<BrandLogoStore, 'find'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/brand/logo/:id', { schema: contract.logo }, async (request, reply) =>
      sendPicture(request, reply, { id: request.params.id, find: logos.find }),
    )
  }
