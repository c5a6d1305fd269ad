/** A sign-in as the audit log tells it. */
export interface SignIn {
  readonly at: string
  readonly sessionId: string | null
  readonly userId: string | null
}

/** The session of whoever looks. */
export interface OwnSession {
  readonly sub: string
  readonly sid: string
  readonly authTime: string
}

/** Another user signed in, or this one somewhere else since the session began. */
export const isOther = (
  { at, sessionId, userId }: SignIn,
  { sub, sid, authTime }: OwnSession,
): boolean =>
  userId !== null && sessionId !== sid && (userId !== sub || Date.parse(at) >= Date.parse(authTime))
