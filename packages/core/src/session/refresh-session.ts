import type { ReadSettings } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { OpaqueToken, Secrets } from '../shared/secrets.ts'
import { isDisabled, type User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import type { LiveSession } from './open-session.ts'
import { isLive, refreshExpiry, type Session } from './session.ts'
import type { RefreshState, SessionStore } from './session-store.ts'

export type RefreshRefusal = Refused<
  'token_unknown' | 'token_expired' | 'token_reused' | 'session_ended'
>

interface Deps {
  readonly sessions: Pick<SessionStore, 'rotate' | 'find'>
  readonly users: Pick<UserStore, 'find'>
  readonly endReusedSession: (session: Session, origin: RequestOrigin) => Promise<void>
  readonly secrets: Secrets
  readonly settings: ReadSettings
  readonly clock: Clock
}

/**
 * Trades a refresh token for its successor.
 *
 * The successor follows from the token itself, so whoever repeats the last token within the grace
 * (two tabs, a lost answer) gets the same one. Any other repeat means that somebody holds a stale
 * copy: owner or thief, we cannot tell, so the session ends (RFC 9700 §4.14.2).
 */
export const refreshSession =
  ({ sessions, users, endReusedSession, secrets, settings, clock }: Deps) =>
  async (presented: string, origin: RequestOrigin): Promise<LiveSession | RefreshRefusal> => {
    const now = clock.now()
    const token = secrets.open('refresh', presented)
    if (!token) return refused('token_unknown')
    const next = secrets.derive('refresh', token)

    const rotated = await sessions.rotate({
      sessionId: token.id,
      presented: token.hash,
      next: next.hash,
      now,
      nextExpiresAt: refreshExpiry(settings(), now),
    })
    if (rotated) return continued(rotated, next, await users.find(rotated.userId))

    const state = await sessions.find(token.id)
    if (!state || !isLive(state.session, now)) return refused('session_ended')
    if (state.session.refreshExpiresAt <= now) return refused('token_expired')
    if (isRepeat(state, token, next, now, settings().refresh_grace_seconds))
      return continued(state.session, next, await users.find(state.session.userId))

    await endReusedSession(state.session, origin)
    return refused('token_reused')
  }

const continued = (
  session: Session,
  { token }: OpaqueToken,
  user: User | null,
): LiveSession | Refused<'session_ended'> =>
  user && !isDisabled(user)
    ? { ok: true, user, session, refreshToken: token }
    : refused('session_ended')

/** Whether `token` is the last one, its successor is still unused, and the grace is running. */
const isRepeat = (
  { currentHash, lastHash, rotatedAt }: RefreshState,
  token: OpaqueToken,
  next: OpaqueToken,
  now: Date,
  graceSeconds: number,
): boolean =>
  graceSeconds > 0 &&
  lastHash === token.hash &&
  currentHash === next.hash &&
  rotatedAt !== null &&
  now.getTime() - rotatedAt.getTime() < graceSeconds * 1000
