import type { Access } from './access.ts'
import type { AccessStore } from './access-store.ts'
import { ADMIN_ROLE } from './make-administrator.ts'

/**
 * Whether without this user no enabled administrator would be left. Holds until the unit of work
 * ends, which has taken the lock of `access`.
 */
export const isLastAdministrator = async (
  access: Pick<AccessStore, 'hasOtherAdministrator'>,
  user: Access | null,
): Promise<boolean> =>
  user !== null &&
  !user.isDisabled &&
  user.roles.includes(ADMIN_ROLE) &&
  !(await access.hasOtherAdministrator(user.userId))
