import { builtInRole } from '@latchkey/core/rules'
import { useRolesQuery } from './roles.ts'
import { usePermissions } from './use-permissions.ts'

/**
 * Whether roles allow something that the signed-in user may not do: such roles cannot be given by
 * them, nor taken, and nothing is done to who has them. Of roles that they may not see nothing is
 * known; the server decides.
 */
export const usePower = () => {
  const { may } = usePermissions()
  const { data } = useRolesQuery(undefined, { skip: !may('roles:read') })
  const permissionsOf = (name: string): readonly string[] =>
    (builtInRole(name) ?? data?.roles.find((role) => role.name === name))?.permissions ?? []
  return {
    isAbove: (roles: readonly string[]): boolean => !roles.flatMap(permissionsOf).every(may),
  }
}
