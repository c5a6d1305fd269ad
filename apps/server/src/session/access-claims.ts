import type { AuthMethod } from '@latchkey/core'
import { z } from 'zod'

/** What an access token says. */
export interface AccessClaims {
  readonly userId: string
  readonly sessionId: string
  readonly tokenId: string
  readonly roles: readonly string[]
  /** Counts changes of the roles: which ones `roles` tells. */
  readonly accessVersion: number
  readonly amr: readonly AuthMethod[]
  /** When the person proved who they are. */
  readonly authTime: Date
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/** Nodes' clocks may differ by this much. */
const SKEW_SECONDS = 60
/** The upper bound of `jwt_access_token_expiry`. */
const MAX_LIFETIME_SECONDS = 3600

const seconds = z.int().nonnegative()
const count = z.int().nonnegative()
const text = z.string().min(1)
const METHODS = { pwd: 'pwd', email: 'email', otp: 'otp' } as const satisfies {
  [M in AuthMethod]: M
}

/** The payload of an access token (RFC 9068 §2.2, http-api.md 2). */
const payload = z.object({
  iss: text,
  aud: text,
  sub: text,
  sid: text,
  jti: text,
  iat: seconds,
  exp: seconds,
  auth_time: seconds,
  amr: z.array(z.enum(METHODS)),
  roles: z.array(text),
  // A token from before there was this claim tells roles that never changed.
  av: count.default(0),
})
export type AccessPayload = z.infer<typeof payload>

const fromSeconds = (at: number): Date => new Date(at * 1000)
export const toSeconds = (at: Date): number => Math.floor(at.getTime() / 1000)

/** The claims of a payload that is for us and valid at `now`; null for any other. */
export const readClaims = (
  input: unknown,
  expected: { readonly issuer: string; readonly audience: string },
  now: Date,
): AccessClaims | null => {
  const parsed = payload.safeParse(input)
  if (!parsed.success) return null
  const claims = parsed.data
  if (claims.iss !== expected.issuer || claims.aud !== expected.audience) return null
  return isTimely(claims, toSeconds(now)) ? toAccessClaims(claims) : null
}

const isTimely = ({ iat, exp, auth_time }: AccessPayload, now: number): boolean =>
  now < exp &&
  iat <= now + SKEW_SECONDS &&
  auth_time <= iat + SKEW_SECONDS &&
  exp > iat &&
  exp - iat <= MAX_LIFETIME_SECONDS

const toAccessClaims = (claims: AccessPayload): AccessClaims =>
  Object.freeze({
    userId: claims.sub,
    sessionId: claims.sid,
    tokenId: claims.jti,
    roles: Object.freeze(claims.roles),
    accessVersion: claims.av,
    amr: Object.freeze(claims.amr),
    authTime: fromSeconds(claims.auth_time),
    issuedAt: fromSeconds(claims.iat),
    expiresAt: fromSeconds(claims.exp),
  })
