import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PermissionItem, Role } from '../../lib/roles.ts'
import { tellOutcome } from '../../lib/tell-outcome.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { usePower } from '../../lib/use-power.ts'
import { useRoleText } from '../../lib/use-role-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { RoleForm } from './role-form.tsx'
import { rolesApi } from './roles-api.ts'

const Allowed = ({ role: { name, permissions } }: { readonly role: Role }) => {
  const { t } = useTranslation('role')
  const { permissionText } = useRoleText()
  if (name === 'admin') return <p>{t('everything')}</p>
  if (permissions.length === 0) return <p className="text-quiet">{t('nothing')}</p>
  return (
    <ul className="grid gap-1 text-sm">
      {permissions.map((permission) => (
        <li key={permission} className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span>{permissionText(permission)}</span>
          <code className="text-xs text-quiet">{permission}</code>
        </li>
      ))}
    </ul>
  )
}

const RemoveButton = ({ name }: { readonly name: string }) => {
  const { t } = useTranslation('role')
  const [remove] = rolesApi.useRemoveRoleMutation()
  return (
    <Confirm
      trigger={<Button look="plain">{t('remove')}</Button>}
      title={t('removeTitle', { name })}
      action={t('remove')}
      onConfirm={() => tellOutcome(remove(name), t('removed'))}
    >
      {t('removeLead')}
    </Confirm>
  )
}

interface Props {
  readonly role: Role
  readonly permissions: readonly PermissionItem[]
}

/** One role: what it allows, who has it, and its form. */
export const RoleCard = ({ role, permissions }: Props) => {
  const { t } = useTranslation('role')
  const { may } = usePermissions()
  const { isAbove } = usePower()
  const { descriptionOf } = useRoleText()
  const [isEditing, setEditing] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const close = () => {
    setEditing(false)
    place.current?.focus()
  }
  const { name, builtIn } = role
  return (
    <Card
      title={name}
      lead={descriptionOf(role)}
      actions={builtIn && <Badge>{t('builtIn')}</Badge>}
    >
      <div ref={place} tabIndex={-1} className="grid gap-5 outline-none">
        {isEditing ? (
          <RoleForm role={role} permissions={permissions} onDone={close} />
        ) : (
          <>
            <Allowed role={role} />
            <div className="flex flex-wrap items-center gap-3">
              {!builtIn && may('roles:write') && !isAbove([name]) && (
                <>
                  <Button look="plain" onClick={() => setEditing(true)}>
                    {t('change')}
                  </Button>
                  <RemoveButton name={name} />
                </>
              )}
              {may('users:read') && (
                <TextLink to={`/admin/users?role=${name}`}>{t('whoHas')}</TextLink>
              )}
            </div>
          </>
        )}
      </div>
    </Card>
  )
}
