import type { Clock } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { JWK } from 'jose'

interface Deps {
  readonly jwks: () => { readonly keys: readonly JWK[] }
  readonly webUrl: string
  readonly publicUrl: string
  readonly clock: Clock
}

/** Keys, where to change a password (W3C change-password), whom to tell of a hole (RFC 9116). */
export const wellKnownRoutes =
  ({ jwks, webUrl, publicUrl, clock }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const cached = 'public, max-age=300'
    app.get('/.well-known/jwks.json', async (_request, reply) =>
      reply.header('cache-control', cached).type('application/json; charset=utf-8').send(jwks()),
    )
    app.get('/.well-known/change-password', async (_request, reply) =>
      reply.redirect(`${webUrl}/auth/forgot-password`, 302),
    )
    app.get('/.well-known/security.txt', async (_request, reply) => {
      const expires = new Date(clock.now().getTime() + 365 * 86_400_000).toISOString()
      return reply
        .type('text/plain; charset=utf-8')
        .send(
          `Contact: ${webUrl}\nExpires: ${expires}\nCanonical: ${publicUrl}/.well-known/security.txt\n`,
        )
    })
  }
