import { auditEvent } from '../audit/audit-event.ts'
import type { Clock } from '../shared/clock.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { SessionStores } from './open-session.ts'
import type { SessionStore } from './session-store.ts'

interface Deps {
  readonly sessions: Pick<SessionStore, 'find'>
  readonly unitOfWork: UnitOfWork<Pick<SessionStores, 'sessions' | 'audit'>>
  readonly secrets: Secrets
  readonly clock: Clock
}

/** Ends one session. Ending one that has ended already, or never was, is no refusal. */
export const logOut =
  ({ sessions, unitOfWork, secrets, clock }: Deps) =>
  async (sessionId: string, origin: RequestOrigin): Promise<void> => {
    const found = await sessions.find(sessionId)
    if (!found || found.session.revokedAt) return
    await unitOfWork.run(async (stores) => {
      const now = clock.now()
      if (!(await stores.sessions.end(sessionId, 'logout', now))) return
      const act = { userId: found.session.userId, sessionId, metadata: { reason: 'logout' } }
      await stores.audit.record(
        auditEvent(secrets.newId(), now, origin, {
          action: 'authn_token_revoked',
          resource: 'session',
          ...act,
        }),
      )
    })
  }

/** Ends every session of the user, the one that asks included. */
export const logOutEverywhere =
  ({ unitOfWork, secrets, clock }: Omit<Deps, 'sessions'>) =>
  (userId: string, origin: RequestOrigin): Promise<void> =>
    unitOfWork.run(async ({ sessions, audit }) => {
      const now = clock.now()
      const ended = await sessions.endAll(userId, 'logout_all', now)
      const metadata = { reason: 'logout_all', sessions: ended.length }
      await audit.record(
        auditEvent(secrets.newId(), now, origin, {
          action: 'authn_token_revoked',
          resource: 'session',
          userId,
          metadata,
        }),
      )
    })
