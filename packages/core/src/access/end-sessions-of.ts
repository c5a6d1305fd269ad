import { auditEvent } from '../audit/audit-event.ts'
import type { SessionStore } from '../session/session-store.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { UserStore } from '../user/user-store.ts'
import {
  type ActingDeps,
  type ActingRefusal,
  type ActingStores,
  type Actor,
  recordRefusal,
} from './acting.ts'
import { actingOn } from './acting-on.ts'

export type EndSessionsRefusal = Refused<ActingRefusal | 'user_unknown' | 'session_unknown'>

interface Stores extends ActingStores {
  readonly users: Pick<UserStore, 'lock'>
  readonly sessions: SessionStore
}

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<Stores>
}

/**
 * Ends the sessions of a user at once, or one of them. The actor needs every permission that the
 * user has.
 */
export const endSessionsOf =
  ({ unitOfWork, ...deps }: Deps) =>
  (
    actor: Actor,
    userId: string,
    sessionId?: string,
  ): Promise<{ readonly ok: true; readonly ended: number } | EndSessionsRefusal> =>
    unitOfWork.run(async (stores) => {
      const now = deps.clock.now()
      const acting = await actingOn(stores, actor.userId, userId, 'sessions:revoke')
      if (!acting.ok) {
        const about = { resource: 'session', userId, refusal: acting.reason }
        if (acting.reason !== 'user_unknown') await recordRefusal(deps, stores.audit, actor, about)
        return acting
      }
      const ended = await end(stores.sessions, userId, sessionId, now)
      if (sessionId !== undefined && ended === 0) return refused('session_unknown')
      await stores.audit.record(
        auditEvent(deps.secrets.newId(), now, actor.origin, {
          action: 'authn_token_revoked',
          resource: 'session',
          userId,
          actorId: actor.userId,
          ...(sessionId !== undefined && { sessionId }),
          metadata: { reason: 'ended_by_administrator', sessions: ended },
        }),
      )
      return { ok: true, ended }
    })

/** How many sessions ended; none when the one that is named is not the user's. */
const end = async (
  sessions: SessionStore,
  userId: string,
  sessionId: string | undefined,
  now: Date,
): Promise<number> => {
  if (sessionId === undefined)
    return (await sessions.endAll(userId, 'ended_by_administrator', now)).length
  const found = await sessions.find(sessionId)
  if (found?.session.userId !== userId) return 0
  return (await sessions.end(sessionId, 'ended_by_administrator', now)) ? 1 : 0
}
