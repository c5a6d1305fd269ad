/** How somebody proved who they are; the values of the `amr` claim (RFC 8176). */
export type AuthMethod = 'pwd' | 'email_link' | 'email_code' | 'setup'

/** A signed-in device. Its refresh tokens are one chain; the row knows the last two links. */
export interface Session {
  readonly id: string
  readonly userId: string
  readonly amr: readonly AuthMethod[]
  /** When the person proved who they are; `auth_time`. */
  readonly authenticatedAt: Date
  readonly createdAt: Date
  readonly lastUsedAt: Date
  /** When the present refresh token ends; moves on with every rotation, never past `expiresAt`. */
  readonly refreshExpiresAt: Date
  /** The session's absolute end. */
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly ipAddress: string
  readonly userAgent: string
}
