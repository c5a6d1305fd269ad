import { usePermissions } from '../../lib/use-permissions.ts'
import { usePower } from '../../lib/use-power.ts'
import type { ManagedUser } from './users-api.ts'

/** What the signed-in user may do to another: nothing when that one may do more. */
export const usePowerOver = ({ roles }: Pick<ManagedUser, 'roles'>) => {
  const { may } = usePermissions()
  const isAbove = usePower().isAbove(roles)
  return { isAbove, mayDo: (permission: string): boolean => !isAbove && may(permission) }
}
