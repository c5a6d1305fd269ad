import { auditEvent } from '../audit/audit-event.ts'
import type { NewPassword, PasswordRefused } from '../password/new-password.ts'
import type { Overloaded } from '../password/passwords.ts'
import type { LiveSession } from '../session/open-session.ts'
import type { Clock } from '../shared/clock.ts'
import { refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { InvitationStore } from './invitation.ts'
import type { InvitationRefusal, InvitationStores, SpendInvitation } from './spend-invitation.ts'

interface Deps {
  readonly invitations: Pick<InvitationStore, 'find'>
  readonly newPassword: NewPassword
  readonly spendInvitation: SpendInvitation
  readonly unitOfWork: UnitOfWork<InvitationStores>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Spends a mailed invitation: who opens it chooses a password, becomes a user and is signed in. A
 * refused password spends nothing, and an unknown link costs no hash. Every other refusal looks alike
 * outside, and the audit log alone knows the reason.
 */
export const acceptInvitation =
  ({ invitations, newPassword, spendInvitation, unitOfWork, secrets, clock }: Deps) =>
  async (
    token: string,
    password: string,
    origin: RequestOrigin,
  ): Promise<LiveSession | InvitationRefusal | PasswordRefused | Overloaded> => {
    const presented = secrets.open('invitation', token)
    const found = presented && (await invitations.find(presented.id, origin.receivedAt))
    const invitation = found && secrets.equal(presented.hash, found.hash) ? found : null
    const chosen = invitation && (await newPassword(password, invitation))
    if (chosen?.ok === false) return chosen

    return unitOfWork.run(async (stores) => {
      const outcome =
        invitation && chosen
          ? await spendInvitation(stores, invitation, chosen.hash, origin)
          : refused('invitation_unknown')
      if (outcome.ok) return outcome
      await stores.audit.record(
        auditEvent(secrets.newId(), clock.now(), origin, {
          action: 'user_verification_fail',
          resource: 'invitation',
          userId: invitation?.id ?? null,
          refusal: outcome.reason,
        }),
      )
      return outcome
    })
  }
