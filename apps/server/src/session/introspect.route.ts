import { createHash, timingSafeEqual } from 'node:crypto'
import { session } from '@latchkey/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { toSeconds } from './access-claims.ts'
import type { Authenticate } from './authenticate.ts'

const sha256 = (value: string): Buffer => createHash('sha256').update(value).digest()

interface Deps {
  readonly authenticate: Authenticate
  /** `INTROSPECTION_SECRET`; null when none is configured. */
  readonly credential: string | null
  readonly issuer: string
  readonly audience: string
}

/** Token introspection for back ends (RFC 7662), in JSON; closed while no credential is configured. */
export const introspectRoute =
  ({ authenticate, credential, issuer, audience }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const requireCredential = async (request: FastifyRequest, reply: FastifyReply) => {
      const sent = /^bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
      if (credential === null || !timingSafeEqual(sha256(sent), sha256(credential)))
        return sendProblem(reply, 'unauthenticated')
      if (!(await authenticate.isFresh())) return sendProblem(reply, 'unavailable')
    }
    const onlyBackEnds = { schema: session.introspect, onRequest: requireCredential }
    app.post('/api/auth/introspect', onlyBackEnds, async (request) => {
      const claims = await authenticate.claimsOf(request.body.token)
      if (!claims) return { success: true as const, active: false }
      return {
        success: true as const,
        active: true,
        token_type: 'Bearer' as const,
        iss: issuer,
        aud: audience,
        sub: claims.userId,
        sid: claims.sessionId,
        jti: claims.tokenId,
        roles: claims.roles,
        amr: claims.amr,
        iat: toSeconds(claims.issuedAt),
        exp: toSeconds(claims.expiresAt),
        auth_time: toSeconds(claims.authTime),
      }
    })
  }
