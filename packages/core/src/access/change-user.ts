import { auditEvent } from '../audit/audit-event.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { ProfileChanges } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import { type ActOnRefusal, actOnUser } from './act-on-user.ts'
import type { ActingDeps, ActingStores, Actor } from './acting.ts'

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<ActingStores & { readonly users: UserStore }>
}

/**
 * Changes what a user says about themselves, for them. The event names the fields, never what is in
 * them. What changes nothing is no act.
 */
export const changeUser =
  ({ unitOfWork, ...deps }: Deps) =>
  (
    actor: Actor,
    userId: string,
    changes: ProfileChanges,
  ): Promise<{ readonly ok: true } | ActOnRefusal> =>
    unitOfWork.run((stores) =>
      actOnUser(deps, stores, actor, { userId, permission: 'users:write' }, async () => {
        const fields = Object.keys(changes)
        if (fields.length === 0) return { ok: true as const }
        const now = deps.clock.now()
        await stores.users.changeProfile(userId, changes, now)
        const event = auditEvent(deps.secrets.newId(), now, actor.origin, {
          action: 'user_updated',
          resource: 'user',
          userId,
          actorId: actor.userId,
          metadata: { fields },
        })
        await stores.audit.record(event)
        return { ok: true as const }
      }),
    )
