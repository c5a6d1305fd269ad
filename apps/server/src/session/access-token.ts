import { randomUUID } from 'node:crypto'
import type { AuthMethod, Clock } from '@latchkey/core'
import { type AccessClaims, type AccessPayload, readClaims, toSeconds } from './access-claims.ts'
import { isSignedBy, jwtHeader, parseJson, readJwt, signJwt } from './jwt.ts'
import type { SigningKeys } from './signing-keys.ts'

export type { AccessClaims } from './access-claims.ts'

/** What a new access token is to say. */
export interface AccessGrant {
  readonly userId: string
  readonly sessionId: string
  readonly roles: readonly string[]
  readonly accessVersion: number
  readonly amr: readonly AuthMethod[]
  readonly authTime: Date
  readonly expiresAt: Date
}

/** Signs and checks access tokens, synchronously. Says nothing about revocation. */
export interface AccessTokens {
  sign(grant: AccessGrant): { readonly token: string; readonly expiresInSeconds: number }
  /** Resolves to null unless the token is ours, for this audience and not yet expired. */
  verify(token: string): AccessClaims | null
  /** As `verify`; a key we do not know is looked up first: another process may have made it. */
  verifyOrLearn(token: string): Promise<AccessClaims | null>
}

/** Verified tokens that are remembered, so that each is checked once: about 50 MB at most. */
const MAX_REMEMBERED = 50_000

/** Access tokens by RFC 9068: ES256, `typ` `at+jwt`, claims as in http-api.md 2. */
export const accessTokens = ({
  keys,
  issuer,
  audience,
  clock,
}: {
  readonly keys: Pick<SigningKeys, 'active' | 'find' | 'learn'>
  /** `PUBLIC_URL`. */
  readonly issuer: string
  /** `JWT_AUDIENCE`. */
  readonly audience: string
  readonly clock: Clock
}): AccessTokens => {
  const remembered = rememberedTokens(MAX_REMEMBERED)

  const check = (token: string, now: Date): AccessClaims | null => {
    const jwt = readJwt(token)
    const key = jwt && keys.find(jwt.kid)
    if (!jwt || !key || !isSignedBy(jwt, key)) return null
    const claims = readClaims(parseJson(jwt.payload), { issuer, audience }, now)
    if (claims) remembered.add(token, { claims, kid: jwt.kid })
    return claims
  }

  const verify = (token: string): AccessClaims | null => {
    const now = clock.now()
    const known = remembered.find(token, now)
    return known && keys.find(known.kid) ? known.claims : check(token, now)
  }

  return {
    sign({ userId, sessionId, roles, accessVersion, amr, authTime, expiresAt }) {
      const { kid, privateKey } = keys.active()
      const [iat, exp] = [toSeconds(clock.now()), toSeconds(expiresAt)]
      const payload: AccessPayload = {
        iss: issuer,
        aud: audience,
        sub: userId,
        sid: sessionId,
        jti: randomUUID(),
        iat,
        exp,
        auth_time: toSeconds(authTime),
        amr: [...amr],
        roles: [...roles],
        av: accessVersion,
      }
      return { token: signJwt(jwtHeader(kid), payload, privateKey), expiresInSeconds: exp - iat }
    },

    verify,

    async verifyOrLearn(token) {
      const claims = verify(token)
      const kid = claims ? null : readJwt(token)?.kid
      if (!kid || keys.find(kid) || !(await keys.learn(kid))) return claims
      return verify(token)
    },
  }
}

/** What a token said, and the key that its signature was checked with. */
interface Verified {
  readonly claims: AccessClaims
  readonly kid: string
}

/** The newest `limit` verified tokens. */
const rememberedTokens = (limit: number) => {
  const byToken = new Map<string, Verified>()
  return {
    find(token: string, now: Date): Verified | null {
      const verified = byToken.get(token)
      if (verified && verified.claims.expiresAt > now) return verified
      if (verified) byToken.delete(token)
      return null
    },
    add(token: string, verified: Verified): void {
      const oldest = byToken.size >= limit ? byToken.keys().next().value : undefined
      if (oldest !== undefined) byToken.delete(oldest)
      byToken.set(token, verified)
    },
  }
}
