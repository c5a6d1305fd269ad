import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AccessChanges } from '../access/access-changes.ts'
import { sendProblem } from '../http/problems.ts'
import type { AccessClaims } from './access-claims.ts'
import type { AccessTokens } from './access-token.ts'
import type { Cookies } from './cookies.ts'
import type { Revocations } from './revocations.ts'

interface Deps {
  readonly accessTokens: AccessTokens
  readonly revocations: Revocations
  readonly accessChanges: AccessChanges
  readonly cookies: Cookies
}

/**
 * Reads who calls, from the access token and the lists of what ended or changed alone. A request with an
 * `Authorization` header is authenticated by it alone, any other by its cookie.
 */
export const authenticate = ({ accessTokens, revocations, accessChanges, cookies }: Deps) => {
  const presented = (request: FastifyRequest): string | null => {
    const { authorization } = request.headers
    if (authorization === undefined) return cookies.read(request, 'access')
    return /^bearer +([^ ]+)$/i.exec(authorization)?.[1] ?? null
  }

  /** The claims of a genuine token whose session has not ended; the roles in it may be outdated. */
  const sessionOf = async (token: string | null): Promise<AccessClaims | null> => {
    const claims = token === null ? null : await accessTokens.verifyOrLearn(token)
    return claims && !revocations.has(claims.sessionId) ? claims : null
  }

  /** The same, and the roles in it are those that the user has; null for any other. */
  const claimsOf = async (token: string | null): Promise<AccessClaims | null> => {
    const claims = await sessionOf(token)
    return claims && !accessChanges.isOutdated(claims) ? claims : null
  }

  /** False when the list of ended sessions could not be read for a second: never an old yes. */
  const isFresh = async (): Promise<boolean> =>
    revocations.isFresh() || (await revocations.ensureFresh())

  return {
    presented,
    sessionOf,
    claimsOf,

    isFresh,

    /** A hook for routes that need somebody signed in: 401 for anybody else. */
    requireSession: async (request: FastifyRequest, reply: FastifyReply) => {
      if (!(await isFresh())) return sendProblem(reply, 'unavailable')
      request.caller = await claimsOf(presented(request))
      if (!request.caller) return sendProblem(reply, 'unauthenticated')
    },
  }
}

export type Authenticate = ReturnType<typeof authenticate>

/** Who calls, on a route behind `requireSession`. */
export const callerOf = (request: FastifyRequest): AccessClaims => {
  if (!request.caller) throw new Error('the route does not require a session')
  return request.caller
}
