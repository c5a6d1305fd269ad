import {
  addRole,
  changeRole,
  changeRoles,
  changeUser,
  deleteUser,
  disableUser,
  enableUser,
  endSessionsOf,
  eraseUser,
  grantAdministrator,
  recordRefusedAccess,
  removeRole,
  sendReset,
  unlockUser,
  webLinks,
} from '@latchkey/core'
import type { Installation } from '../installation.ts'

/** What administrators do to others, and what makes one of a user there is. */
export const accessCases = ({ config, storage, settings, secrets, clock }: Installation) => {
  const base = { unitOfWork: storage.unitOfWork, secrets, clock }
  const links = webLinks(config.webUrl)
  return {
    grantAdmin: grantAdministrator(base),
    changeRoles: changeRoles(base),
    disableUser: disableUser(base),
    enableUser: enableUser(base),
    deleteUser: deleteUser({ ...base, eraseUser: eraseUser(base) }),
    endSessionsOf: endSessionsOf(base),
    changeUser: changeUser(base),
    unlockUser: unlockUser(base),
    sendReset: sendReset({ ...base, links, settings: settings.read }),
    addRole: addRole(base),
    changeRole: changeRole(base),
    removeRole: removeRole(base),
    recordRefusedAccess: recordRefusedAccess({ ...base, budgets: storage.stores.budgets }),
  }
}
