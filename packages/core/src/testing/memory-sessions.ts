import type { Session } from '../session/session.ts'
import {
  type EndReason,
  MAX_LISTED_SESSIONS,
  type Rotation,
  type SessionStore,
} from '../session/session-store.ts'
import type { MemoryTables } from './memory-tables.ts'

const isLive = (session: Session, now: Date) => !session.revokedAt && session.expiresAt > now

export const memorySessions = ({ sessions }: Pick<MemoryTables, 'sessions'>): SessionStore => {
  const end = (id: string, endReason: EndReason, now: Date): boolean => {
    const row = sessions.get(id)
    if (!row || !isLive(row.session, now)) return false
    sessions.set(id, { ...row, session: { ...row.session, revokedAt: now }, endReason })
    return true
  }
  const rotate = ({ sessionId, presented, next, now, nextExpiresAt }: Rotation) => {
    const row = sessions.get(sessionId)
    if (!row || row.currentHash !== presented) return null
    if (!isLive(row.session, now) || row.session.refreshExpiresAt <= now) return null
    const session = { ...row.session, lastUsedAt: now, refreshExpiresAt: nextExpiresAt }
    sessions.set(sessionId, {
      ...row,
      session,
      currentHash: next,
      lastHash: presented,
      rotatedAt: now,
    })
    return session
  }
  return {
    add: async (session, currentHash) => {
      sessions.set(session.id, {
        session,
        currentHash,
        lastHash: null,
        rotatedAt: null,
        endReason: null,
      })
    },
    rotate: async (rotation) => rotate(rotation),
    find: async (id) => {
      const row = sessions.get(id)
      if (!row) return null
      const { endReason: _, ...state } = row
      return state
    },
    live: async (userId, now) =>
      [...sessions.values()]
        .map(({ session }) => session)
        .filter((session) => session.userId === userId && isLive(session, now))
        .sort((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime())
        .slice(0, MAX_LISTED_SESSIONS),
    end: async (id, reason, now) => end(id, reason, now),
    endAll: async (userId, reason, now, keptId) =>
      [...sessions.values()]
        .filter(({ session }) => session.userId === userId && session.id !== keptId)
        .map(({ session }) => session.id)
        .filter((id) => end(id, reason, now)),
  }
}
