import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../lib/roles.ts'
import { usePower } from '../lib/use-power.ts'
import { useRoleText } from '../lib/use-role-text.ts'

interface Props {
  readonly label: string
  readonly roles: readonly Role[]
  readonly chosen: readonly string[]
  readonly onChoose: (names: readonly string[]) => void
}

/** Roles to tick, each with what it allows. Everybody has `user`; nobody gives what they lack. */
export const RoleChoice = ({ label, roles, chosen, onChoose }: Props) => {
  const { t } = useTranslation('ui')
  const { descriptionOf, permissionText } = useRoleText()
  const { isAbove } = usePower()
  const id = useId()
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">{label}</legend>
      {roles.map((role) => {
        const { name, permissions } = role
        const isEverybodys = name === 'user'
        const isTooMuch = isAbove([name])
        return (
          <div key={name} className="flex gap-3">
            <input
              type="checkbox"
              id={`${id}-${name}`}
              aria-describedby={`${id}-${name}-text`}
              className="mt-0.5 size-6 shrink-0 accent-brand"
              checked={isEverybodys || chosen.includes(name)}
              disabled={isEverybodys || isTooMuch}
              onChange={({ target }) =>
                onChoose(
                  target.checked ? [...chosen, name] : chosen.filter((other) => other !== name),
                )
              }
            />
            <div className="grid min-w-0">
              <label htmlFor={`${id}-${name}`} className="font-medium break-words">
                {name}
              </label>
              <div id={`${id}-${name}-text`} className="text-sm text-quiet">
                <p>{isEverybodys ? t('role.everybody') : descriptionOf(role)}</p>
                {isTooMuch && <p>{t('role.above')}</p>}
                {name !== 'admin' && permissions.length > 0 && (
                  <p>{permissions.map(permissionText).join(' · ')}</p>
                )}
              </div>
            </div>
          </div>
        )
      })}
    </fieldset>
  )
}
