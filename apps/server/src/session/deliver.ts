import type { Clock, LiveSession } from '@latchkey/core'
import { parseDuration, type ReadSettings } from '@latchkey/core/rules'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DeviceTokens } from '../protection/device-token.ts'
import { presentUser } from '../user/present-user.ts'
import type { AccessTokens } from './access-token.ts'
import type { Cookies } from './cookies.ts'

interface Deps {
  readonly cookies: Cookies
  readonly accessTokens: AccessTokens
  readonly deviceTokens: DeviceTokens
  readonly settings: ReadSettings
  readonly clock: Clock
}

/**
 * The only code that chooses cookies or body (http-api.md 2). The caller chooses by
 * `X-Token-Delivery`, but what came in a cookie is always answered in cookies: no script can turn a
 * cookie into a token that it can read.
 */
export const deliver = ({ cookies, accessTokens, deviceTokens, settings, clock }: Deps) => {
  const issue = ({ user, session }: LiveSession) => {
    const lifetimeMs = parseDuration(settings().jwt_access_token_expiry) * 1000
    const end = Math.min(clock.now().getTime() + lifetimeMs, session.expiresAt.getTime())
    return accessTokens.sign({
      userId: user.id,
      sessionId: session.id,
      roles: user.roles,
      accessVersion: user.accessVersion,
      amr: session.amr,
      authTime: session.authenticatedAt,
      expiresAt: new Date(end),
    })
  }

  /** The tokens as fields of the body, or none of them when they go into cookies. */
  const tokens = (reply: FastifyReply, live: LiveSession, inCookies: boolean) => {
    const access = issue(live)
    const { refreshToken, session } = live
    const tokenType = 'Bearer' as const
    if (!inCookies)
      return {
        accessToken: access.token,
        refreshToken,
        tokenType,
        expiresIn: access.expiresInSeconds,
      }
    const now = clock.now()
    const accessEnd = new Date(now.getTime() + access.expiresInSeconds * 1000)
    const refreshEnd = Math.min(session.refreshExpiresAt.getTime(), session.expiresAt.getTime())
    cookies.set(reply, 'access', access.token, accessEnd, now)
    cookies.set(reply, 'refresh', refreshToken, new Date(refreshEnd), now)
    return {}
  }

  /** Marks the device as known to the user for a year. */
  const device = (reply: FastifyReply, userId: string, inCookies: boolean) => {
    const { request } = reply
    const presented = inCookies
      ? cookies.read(request, 'device')
      : request.headers['x-device-token']
    const now = clock.now()
    const token = deviceTokens.issue(userId, now, [presented].flat()[0] ?? undefined)
    if (!inCookies) return { deviceToken: token }
    cookies.set(reply, 'device', token, new Date(now.getTime() + 365 * 86_400_000), now)
    return {}
  }

  return {
    tokens,
    wantsCookies: (request: FastifyRequest, cameInCookie = false): boolean =>
      cameInCookie || request.headers['x-token-delivery'] === 'cookie',

    /** The answer of every way in. */
    signedIn: (reply: FastifyReply, live: LiveSession, inCookies: boolean) => ({
      success: true as const,
      user: presentUser(live.user),
      ...tokens(reply, live, inCookies),
      ...device(reply, live.user.id, inCookies),
    }),

    /** The token that binds a browser to its sign-up attempt. */
    registration: (
      reply: FastifyReply,
      { registrationToken, expiresAt }: { registrationToken: string; expiresAt: Date },
      inCookies: boolean,
    ) => {
      if (!inCookies) return { registrationToken }
      cookies.set(reply, 'registration', registrationToken, expiresAt, clock.now())
      return {}
    },

    /** The token that binds a browser to its request to sign in by code. */
    otp: (
      reply: FastifyReply,
      { otpToken, expiresAt }: { otpToken: string; expiresAt: Date },
      inCookies: boolean,
    ) => {
      if (!inCookies) return { otpToken }
      cookies.set(reply, 'otp', otpToken, expiresAt, clock.now())
      return {}
    },
  }
}

export type Deliver = ReturnType<typeof deliver>
