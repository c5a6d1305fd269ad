import type { AccessStore } from '../access/access-store.ts'
import { recordRefusal } from '../access/acting.ts'
import { isLastAdministrator } from '../access/last-administrator.ts'
import { auditEvent } from '../audit/audit-event.ts'
import type { Reauthenticate, ReauthenticationRefusal } from '../password/reauthenticate.ts'
import type { Caller } from '../protection/caller.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EraseStores, EraseUser } from './erase-user.ts'
import { holdUser } from './hold-user.ts'

/** Who is signed in, and what they show for it. */
export interface OwnDeletion {
  readonly userId: string
  readonly sessionId: string
  /** Absent where there is none. */
  readonly password: string | undefined
}

export type OwnDeletionRefusal = ReauthenticationRefusal | Refused<'last_administrator'>

interface Stores extends EraseStores {
  readonly access: AccessStore
}

interface Deps {
  readonly reauthenticate: Reauthenticate
  readonly eraseUser: EraseUser
  readonly unitOfWork: UnitOfWork<Stores>
  readonly secrets: Secrets
  readonly clock: Clock
}

const FAILURE = { action: 'user_deleted', resource: 'user' } as const

/** Erases a signed-in user who proves once more who they are. One enabled administrator is always left. */
export const deleteOwnAccount =
  ({ reauthenticate, eraseUser, unitOfWork, ...deps }: Deps) =>
  async (
    { userId, sessionId, password }: OwnDeletion,
    caller: Caller,
  ): Promise<{ readonly ok: true } | OwnDeletionRefusal> => {
    const shown = await reauthenticate({ userId, sessionId, password, failure: FAILURE }, caller)
    if (!shown.ok) return shown
    return unitOfWork.run(async (stores) => {
      await stores.access.lock()
      const held = await holdUser(stores.users, shown.user)
      if (!held.ok) {
        const act = { ...FAILURE, userId, sessionId, refusal: held.reason }
        await stores.audit.record(auditEvent(deps.secrets.newId(), deps.clock.now(), caller, act))
        return held
      }
      const actor = { userId, origin: caller }
      if (await isLastAdministrator(stores.access, await stores.access.find(userId))) {
        const about = { resource: 'user', userId, refusal: 'last_administrator' } as const
        await recordRefusal(deps, stores.audit, actor, about)
        return refused('last_administrator')
      }
      await eraseUser(stores, held.user, actor)
      return { ok: true }
    })
  }
