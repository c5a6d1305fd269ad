import { type Refused, refused } from '../shared/outcome.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EraseStores, EraseUser } from '../user/erase-user.ts'
import type { User } from '../user/user.ts'
import {
  type ActingDeps,
  type ActingRefusal,
  type ActingStores,
  type Actor,
  recordRefusal,
} from './acting.ts'
import { actingOn } from './acting-on.ts'
import { isLastAdministrator } from './last-administrator.ts'

export type DeleteUserRefusal = Refused<ActingRefusal | 'user_unknown' | 'last_administrator'>

interface Stores extends EraseStores, ActingStores {}

interface Deps extends ActingDeps {
  readonly eraseUser: EraseUser
  readonly unitOfWork: UnitOfWork<Stores>
}

/**
 * Erases a user. The actor needs every permission that the user has. One enabled administrator is
 * always left.
 */
export const deleteUser =
  ({ eraseUser, unitOfWork, ...deps }: Deps) =>
  (actor: Actor, userId: string): Promise<{ readonly ok: true } | DeleteUserRefusal> =>
    unitOfWork.run(async (stores) => {
      const outcome = await decide(stores, actor.userId, userId)
      if (!outcome.ok) {
        const about = { resource: 'user', userId, refusal: outcome.reason }
        if (outcome.reason !== 'user_unknown') await recordRefusal(deps, stores.audit, actor, about)
        return outcome
      }
      await eraseUser(stores, outcome.user, actor)
      return { ok: true }
    })

const decide = async (
  stores: Stores,
  actorId: string,
  userId: string,
): Promise<{ readonly ok: true; readonly user: User } | DeleteUserRefusal> => {
  const acting = await actingOn(stores, actorId, userId, 'users:delete')
  if (!acting.ok) return acting
  if (await isLastAdministrator(stores.access, acting.user)) return refused('last_administrator')
  return { ok: true, user: acting.person }
}
