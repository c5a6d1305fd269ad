import { auditEvent } from '../audit/audit-event.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { SessionStores } from './open-session.ts'
import type { EndReason, SessionStore } from './session-store.ts'

interface Deps {
  readonly sessions: Pick<SessionStore, 'find'>
  readonly unitOfWork: UnitOfWork<Pick<SessionStores, 'sessions' | 'audit'>>
  readonly secrets: Secrets
  readonly clock: Clock
}

const ENDED = { action: 'authn_token_revoked', resource: 'session' } as const

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
      await stores.audit.record(auditEvent(secrets.newId(), now, origin, { ...ENDED, ...act }))
    })
  }

/** Ends one session of the user; refused for any that is not theirs or has ended. */
export const endOwnSession =
  ({ unitOfWork, secrets, clock }: Omit<Deps, 'sessions'>) =>
  (
    userId: string,
    sessionId: string,
    origin: RequestOrigin,
  ): Promise<{ readonly ok: true } | Refused<'session_unknown'>> =>
    unitOfWork.run(async ({ sessions, audit }) => {
      const now = clock.now()
      const found = await sessions.find(sessionId)
      if (found?.session.userId !== userId) return refused('session_unknown')
      if (!(await sessions.end(sessionId, 'ended_by_user', now))) return refused('session_unknown')
      const act = { userId, sessionId, metadata: { reason: 'ended_by_user' } }
      await audit.record(auditEvent(secrets.newId(), now, origin, { ...ENDED, ...act }))
      return { ok: true }
    })

/** Ends every session of the user, the one that asks included. */
export const logOutEverywhere =
  (deps: Omit<Deps, 'sessions'>) =>
  (userId: string, origin: RequestOrigin): Promise<void> =>
    endMany(deps, { userId, origin, reason: 'logout_all' })

/** Ends every session of the user but the one that asks. */
export const endOtherSessions =
  (deps: Omit<Deps, 'sessions'>) =>
  (userId: string, keptId: string, origin: RequestOrigin): Promise<void> =>
    endMany(deps, { userId, origin, reason: 'ended_by_user', keptId })

interface Ending {
  readonly userId: string
  readonly origin: RequestOrigin
  readonly reason: EndReason
  readonly keptId?: string
}

const endMany = (
  { unitOfWork, secrets, clock }: Omit<Deps, 'sessions'>,
  { userId, origin, reason, keptId }: Ending,
): Promise<void> =>
  unitOfWork.run(async ({ sessions, audit }) => {
    const now = clock.now()
    const ended = await sessions.endAll(userId, reason, now, keptId)
    const metadata = { reason, sessions: ended.length }
    const act = { ...ENDED, userId, metadata }
    await audit.record(auditEvent(secrets.newId(), now, origin, act))
  })
