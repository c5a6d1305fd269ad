import type { Session } from '../session/session.ts'
import { afterNoon, NOON } from './fixed-clock.ts'

const DAY_MS = 86_400_000

/** A session of `user-1`, opened at noon: the refresh token ends after 7 days, the session after 30. */
export const aSession = (over: Partial<Session> = {}): Session => ({
  id: 'session-1',
  userId: 'user-1',
  amr: ['pwd'],
  authenticatedAt: NOON,
  createdAt: NOON,
  lastUsedAt: NOON,
  refreshExpiresAt: afterNoon(7 * DAY_MS),
  expiresAt: afterNoon(30 * DAY_MS),
  revokedAt: null,
  ipAddress: '192.0.2.1',
  userAgent: 'Browser/1.0',
  ...over,
})
