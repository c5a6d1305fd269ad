import {
  acceptInvitation,
  inviteUser,
  type Links,
  type NewPassword,
  type OpenSession,
  spendInvitation,
  withdrawInvitation,
} from '@latchkey/core'
import type { Installation } from '../installation.ts'

interface Ways {
  readonly links: Links
  readonly newPassword: NewPassword
  readonly openSession: OpenSession
}

/** Inviting people, and what they do with the link. */
export const invitationCases = ({ storage, secrets, clock }: Installation, ways: Ways) => {
  const { unitOfWork, stores } = storage
  const base = { unitOfWork, secrets, clock, ...ways }
  return {
    inviteUser: inviteUser(base),
    withdrawInvitation: withdrawInvitation(base),
    acceptInvitation: acceptInvitation({
      ...base,
      ...stores,
      spendInvitation: spendInvitation(base),
    }),
  }
}
