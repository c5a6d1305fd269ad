import { auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import type { PasswordHash } from '../password/passwords.ts'
import { accountSubject, type LockoutStore } from '../protection/lockout-store.ts'
import type { PreRegistrationStore } from '../registration/pre-registration-store.ts'
import type {
  LiveSession,
  OpeningRefusal,
  OpenSession,
  SessionStores,
} from '../session/open-session.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import { newUser } from '../user/user.ts'
import type { AccessStore } from './access-store.ts'
import { actingAs } from './acting.ts'
import type { Invitation, InvitationStore } from './invitation.ts'
import { mayGrant } from './may-grant.ts'
import type { RoleStore } from './role-store.ts'

export type InvitationRefusal =
  | Refused<'invitation_unknown' | 'inviter_may_not' | 'address_taken'>
  | OpeningRefusal

/** What `spendInvitation` reads and writes. */
export interface InvitationStores extends SessionStores {
  readonly access: AccessStore
  readonly roles: RoleStore
  readonly invitations: InvitationStore
  readonly preRegistrations: PreRegistrationStore
  readonly credentials: CredentialStore
  readonly lockouts: LockoutStore
  readonly outbox: Outbox
}

interface Deps {
  readonly openSession: OpenSession
  readonly links: Links
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Makes the guest a user with this password, inside the caller's unit of work, and signs them in.
 * Whoever invited them must still be allowed to, so that nobody's power outlives them; of many calls
 * one succeeds.
 */
export const spendInvitation =
  ({ openSession, ...deps }: Deps) =>
  async (
    stores: InvitationStores,
    invitation: Invitation,
    hash: PasswordHash,
    origin: RequestOrigin,
  ): Promise<LiveSession | InvitationRefusal> => {
    const acting = await actingAs(stores.access, invitation.invitedBy, 'users:invite')
    const made = await stores.roles.all()
    if (!acting.ok || !mayGrant(acting.actor, invitation.roles, made).ok)
      return refused('inviter_may_not')
    if (!(await stores.invitations.spend(invitation, origin.receivedAt)))
      return refused('invitation_unknown')
    const user = await addUser(deps, stores, invitation, hash, origin)
    return user
      ? openSession(stores, { user, methods: ['email'] }, origin)
      : refused('address_taken')
  }

export type SpendInvitation = ReturnType<typeof spendInvitation>

/** Null when the address became somebody's meanwhile. */
const addUser = async (
  { links, secrets, clock }: Omit<Deps, 'openSession'>,
  { users, preRegistrations, credentials, lockouts, audit, outbox }: InvitationStores,
  { id, roles, firstName, lastName, ...invitation }: Invitation,
  hash: PasswordHash,
  origin: RequestOrigin,
) => {
  const now = clock.now()
  const profile = { firstName, lastName, username: null, phone: null, preferences: {} }
  const user = { ...newUser(id, { ...invitation, profile }, now), roles }
  if (!(await users.add(user))) return null
  await preRegistrations.removeAll(user.emailCanonical)
  const credentialVersion = await credentials.set(id, hash, now)
  // What was guessed while the address was nobody's says nothing about this password.
  await lockouts.clear(accountSubject(user.emailCanonical))
  await audit.record(
    auditEvent(secrets.newId(), now, origin, {
      action: 'user_created',
      resource: 'user',
      userId: id,
      // Who invited them is the actor of `user_invited`: in metadata it would outlive their erasure.
      metadata: { roles },
    }),
  )
  const data = { firstName, loginLink: links.login }
  const to = { to: user.email, locale: user.locale, expiresAt: noticeExpiry(now) }
  await outbox.add({ template: 'welcome', ...to, data }, now)
  return { id, credentialVersion }
}
