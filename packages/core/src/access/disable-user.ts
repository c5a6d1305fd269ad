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
import { isLastAdministrator } from './last-administrator.ts'

export type DisableRefusal = Refused<ActingRefusal | 'user_unknown' | 'last_administrator'>

/** What disabling reads and writes. */
export interface DisableStores extends ActingStores {
  readonly users: UserStore
  readonly sessions: SessionStore
}

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<DisableStores>
}

type Change = 'user_disabled' | 'user_enabled'

/**
 * Keeps a user from signing in and ends their sessions, at once. Repeating it changes nothing. The
 * actor needs every permission that the user has. One enabled administrator is always left.
 */
export const disableUser = (deps: Deps) => changeState(deps, 'user_disabled')

/** Lets a disabled user sign in again. Repeating it changes nothing. */
export const enableUser = (deps: Deps) => changeState(deps, 'user_enabled')

const changeState =
  ({ unitOfWork, ...deps }: Deps, action: Change) =>
  (actor: Actor, userId: string): Promise<{ readonly ok: true } | DisableRefusal> =>
    unitOfWork.run(async (stores) => {
      const now = deps.clock.now()
      const outcome = await decide(stores, actor.userId, userId, action)
      if (!outcome.ok) {
        const about = { resource: 'user', userId, refusal: outcome.reason }
        if (outcome.reason !== 'user_unknown') await recordRefusal(deps, stores.audit, actor, about)
        return outcome
      }
      const metadata = await change(stores, userId, action, now)
      if (!metadata) return { ok: true }
      const act = { action, resource: 'user', userId, actorId: actor.userId, metadata }
      await stores.audit.record(auditEvent(deps.secrets.newId(), now, actor.origin, act))
      return { ok: true }
    })

/** Resolves to null when the user was so already. */
const change = async (
  { access, sessions }: DisableStores,
  userId: string,
  action: Change,
  now: Date,
): Promise<Readonly<Record<string, unknown>> | null> => {
  if (action === 'user_enabled') return (await access.enable(userId, now)) ? {} : null
  if (!(await access.disable(userId, now))) return null
  const ended = await sessions.endAll(userId, 'user_disabled', now)
  return { sessionsEnded: ended.length }
}

const decide = async (
  stores: DisableStores,
  actorId: string,
  userId: string,
  action: Change,
): Promise<{ readonly ok: true } | DisableRefusal> => {
  const acting = await actingOn(stores, actorId, userId, 'users:write')
  if (!acting.ok) return acting
  if (action === 'user_disabled' && (await isLastAdministrator(stores.access, acting.user)))
    return refused('last_administrator')
  return { ok: true }
}
