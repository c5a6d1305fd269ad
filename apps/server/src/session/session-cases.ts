import { endOtherSessions, endOwnSession, logOut, logOutEverywhere } from '@latchkey/core'
import type { Installation } from '../installation.ts'

/** The ways in which a user ends sessions of their own. */
export const sessionCases = ({ storage, secrets, clock }: Installation) => {
  const base = { unitOfWork: storage.unitOfWork, secrets, clock }
  return {
    logOut: logOut({ ...base, sessions: storage.stores.sessions }),
    logOutEverywhere: logOutEverywhere(base),
    endOwnSession: endOwnSession(base),
    endOtherSessions: endOtherSessions(base),
  }
}
