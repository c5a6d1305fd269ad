import { auditEvent } from '../audit/audit-event.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { hasAll, permissionsOf } from './access.ts'
import {
  type ActingDeps,
  type ActingRefusal,
  type ActingStores,
  type Actor,
  actingAs,
  recordRefusal,
} from './acting.ts'
import type { InvitationStore } from './invitation.ts'
import type { RoleStore } from './role-store.ts'

export type WithdrawRefusal = Refused<ActingRefusal | 'invitation_unknown'>

interface Stores extends ActingStores {
  readonly roles: RoleStore
  readonly invitations: InvitationStore
}

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<Stores>
}

/** Voids an invitation. The actor needs every permission that the guest would have got. */
export const withdrawInvitation =
  ({ unitOfWork, ...deps }: Deps) =>
  (actor: Actor, id: string): Promise<{ readonly ok: true } | WithdrawRefusal> =>
    unitOfWork.run(async (stores) => {
      const now = deps.clock.now()
      const outcome = await withdraw(stores, actor.userId, id, now)
      if (!outcome.ok) {
        const about = { resource: 'invitation', userId: id, refusal: outcome.reason }
        if (outcome.reason !== 'invitation_unknown')
          await recordRefusal(deps, stores.audit, actor, about)
        return outcome
      }
      await stores.audit.record(
        auditEvent(deps.secrets.newId(), now, actor.origin, {
          action: 'user_invitation_withdrawn',
          resource: 'invitation',
          userId: id,
          actorId: actor.userId,
        }),
      )
      return outcome
    })

const withdraw = async (
  { access, roles, invitations }: Stores,
  actorId: string,
  id: string,
  now: Date,
): Promise<{ readonly ok: true } | WithdrawRefusal> => {
  const acting = await actingAs(access, actorId, 'users:invite')
  if (!acting.ok) return acting
  const invitation = await invitations.find(id, now)
  if (!invitation) return refused('invitation_unknown')
  if (!hasAll(acting.actor, permissionsOf(invitation.roles, await roles.all())))
    return refused('above_own_permissions')
  return (await invitations.spend(invitation, now)) ? { ok: true } : refused('invitation_unknown')
}
