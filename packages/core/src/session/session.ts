import { parseDuration, type Settings } from '../settings/settings.ts'

/** How somebody proved who they are: the values of the `amr` claim (RFC 8176, and `email`). */
export type AuthMethod = 'pwd' | 'email' | 'otp'

/** A signed-in device. Its refresh tokens are one chain; the row knows the last two links. */
export interface Session {
  readonly id: string
  readonly userId: string
  readonly amr: readonly AuthMethod[]
  /** When the person proved who they are; `auth_time`. */
  readonly authenticatedAt: Date
  readonly createdAt: Date
  readonly lastUsedAt: Date
  /** When the present refresh token ends, unless the session does earlier; moves on with every rotation. */
  readonly refreshExpiresAt: Date
  /** The session's absolute end. */
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly ipAddress: string
  readonly userAgent: string
}

/** Whether the session may still be used: not ended, not past its absolute end. */
export const isLive = (session: Session, now: Date): boolean =>
  session.revokedAt === null && session.expiresAt > now

/** When a refresh token made now ends, unless its session does earlier. */
export const refreshExpiry = (settings: Settings, now: Date): Date =>
  new Date(now.getTime() + parseDuration(settings.jwt_refresh_token_expiry) * 1000)
