import { auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import type { Outbox } from '../mail/message.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EmailAddress } from '../user/email-address.ts'
import type { UserStore } from '../user/user-store.ts'
import {
  type ActingDeps,
  type ActingRefusal,
  type ActingStores,
  type Actor,
  actingAs,
  recordRefusal,
} from './acting.ts'
import { INVITATION_HOURS, type Invitation, type InvitationStore } from './invitation.ts'
import { mayGrant } from './may-grant.ts'
import type { RoleStore } from './role-store.ts'

/** Who is invited, and as what. */
export interface Guest {
  readonly email: EmailAddress
  readonly firstName: string | null
  readonly lastName: string | null
  readonly locale: string
  readonly roles: readonly string[]
}

export type InviteRefusal = Refused<ActingRefusal | 'role_unknown' | 'address_taken'>

interface Stores extends ActingStores {
  readonly users: Pick<UserStore, 'findByEmail'>
  readonly roles: RoleStore
  readonly invitations: InvitationStore
  readonly outbox: Outbox
}

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<Stores>
  readonly links: Links
}

/**
 * Invites somebody by a mailed link. A pending invitation of the address is replaced, and its link
 * is void. The actor needs every permission that the guest would get, or would have got.
 */
export const inviteUser =
  ({ unitOfWork, ...deps }: Deps) =>
  (
    actor: Actor,
    guest: Guest,
  ): Promise<{ readonly ok: true; readonly invitation: Invitation } | InviteRefusal> =>
    unitOfWork.run(async (stores) => {
      const now = deps.clock.now()
      const roles = [...new Set([...guest.roles, 'user'])].sort()
      const refusal = await refusalFor(stores, actor, guest.email, roles, now)
      if (refusal) {
        const { reason } = refusal
        if (reason === 'permission_missing' || reason === 'above_own_permissions')
          await recordRefusal(deps, stores.audit, actor, {
            resource: 'invitation',
            refusal: reason,
          })
        return refusal
      }
      const invitation = await mailInvitation(deps, stores, { ...guest, roles }, actor, now)
      await stores.audit.record(
        auditEvent(deps.secrets.newId(), now, actor.origin, {
          action: 'user_invited',
          resource: 'invitation',
          userId: invitation.id,
          actorId: actor.userId,
          metadata: { roles },
        }),
      )
      return { ok: true, invitation }
    })

const refusalFor = async (
  { access, roles: roleStore, users, invitations }: Stores,
  { userId }: Actor,
  { canonical }: EmailAddress,
  roles: readonly string[],
  now: Date,
): Promise<InviteRefusal | null> => {
  const acting = await actingAs(access, userId, 'users:invite')
  if (!acting.ok) return acting
  const made = await roleStore.all()
  const granting = mayGrant(acting.actor, roles, made)
  if (!granting.ok) return granting
  if (await users.findByEmail(canonical)) return refused('address_taken')
  const pending = await invitations.findByEmail(canonical, now)
  const replacing = pending && mayGrant(acting.actor, pending.roles, made)
  return replacing && !replacing.ok && replacing.reason === 'above_own_permissions'
    ? replacing
    : null
}

const mailInvitation = async (
  { secrets, links }: Omit<Deps, 'unitOfWork'>,
  { invitations, outbox }: Stores,
  { email, ...guest }: Guest,
  { userId: invitedBy }: Actor,
  now: Date,
): Promise<Invitation> => {
  const { token, id, hash } = secrets.issue('invitation', secrets.newId())
  const expiresAt = new Date(now.getTime() + INVITATION_HOURS * 3_600_000)
  const address = { email: email.address, emailCanonical: email.canonical }
  const invitation = { id, hash, invitedBy, createdAt: now, expiresAt, ...address, ...guest }
  await invitations.replace(invitation)
  const data = { link: links.acceptInvitation(token), hours: INVITATION_HOURS }
  const to = { to: invitation.email, locale: invitation.locale, expiresAt }
  await outbox.add({ template: 'invitation', ...to, data }, now)
  return invitation
}
