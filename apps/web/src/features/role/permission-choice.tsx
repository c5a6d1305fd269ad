import { useTranslation } from 'react-i18next'
import type { PermissionItem } from '../../lib/roles.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { useRoleText } from '../../lib/use-role-text.ts'

interface Props {
  readonly permissions: readonly PermissionItem[]
  readonly chosen: readonly string[]
  readonly onChoose: (names: readonly string[]) => void
}

/** Permissions to tick. Nobody gives what they do not have. */
export const PermissionChoice = ({ permissions, chosen, onChoose }: Props) => {
  const { t } = useTranslation('role')
  const { may } = usePermissions()
  const { permissionText } = useRoleText()
  return (
    <fieldset className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
      <legend className="pb-2 text-sm font-medium">{t('permissions')}</legend>
      {permissions.map(({ name }) => (
        <label key={name} className="flex min-h-9 items-start gap-3 py-1">
          <input
            type="checkbox"
            className="size-6 shrink-0 accent-brand"
            checked={chosen.includes(name)}
            disabled={!may(name)}
            onChange={({ target }) =>
              onChoose(
                target.checked ? [...chosen, name] : chosen.filter((other) => other !== name),
              )
            }
          />
          <span className="grid">
            {permissionText(name)}
            <code className="text-xs text-quiet">{name}</code>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
