import { auditEvent } from '../audit/audit-event.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import { accountSubject, type LockoutStore } from '../protection/lockout-store.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { UserStore } from '../user/user-store.ts'
import { type ActOnRefusal, actOnUser } from './act-on-user.ts'
import type { ActingDeps, ActingStores, Actor } from './acting.ts'

interface Stores extends ActingStores {
  readonly users: UserStore
  readonly credentials: CredentialStore
  readonly lockouts: LockoutStore
}

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<Stores>
}

/** Lets a user in again whose password is locked or disabled, on known devices as well. */
export const unlockUser =
  ({ unitOfWork, ...deps }: Deps) =>
  (actor: Actor, userId: string): Promise<{ readonly ok: true } | ActOnRefusal> =>
    unitOfWork.run((stores) =>
      actOnUser(deps, stores, actor, { userId, permission: 'users:write' }, async (user) => {
        const failuresInRow = await stores.lockouts.clear(accountSubject(user.emailCanonical))
        await stores.credentials.forgetGuesses(userId)
        const event = auditEvent(deps.secrets.newId(), deps.clock.now(), actor.origin, {
          action: 'authn_login_unlock',
          resource: 'password',
          userId,
          actorId: actor.userId,
          metadata: { failuresInRow },
        })
        await stores.audit.record(event)
        return { ok: true as const }
      }),
    )
