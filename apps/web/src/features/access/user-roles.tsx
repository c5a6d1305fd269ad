import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { accessApi, type ManagedUser } from './access-api.ts'
import { RoleChoice } from './role-choice.tsx'
import { rolesApi } from './roles-api.ts'
import { useActs } from './use-acts.ts'

const Editor = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('access')
  const query = rolesApi.useRolesQuery()
  const [change] = accessApi.useChangeRolesMutation()
  const doing = useActs()
  const [chosen, setChosen] = useState<readonly string[]>(user.roles)
  const isChanged = [...chosen].sort().join() !== [...user.roles].sort().join()
  return (
    <Loaded of={query}>
      {({ roles }) => (
        <>
          <RoleChoice label={t('roles.title')} roles={roles} chosen={chosen} onChoose={setChosen} />
          {isChanged && (
            <div>
              <Confirm
                trigger={<Button>{t('userRoles.save')}</Button>}
                title={t('userRoles.confirm', { name: nameOf(user) })}
                action={t('userRoles.save')}
                look="strong"
                onConfirm={() =>
                  doing(change({ id: user.id, roles: [...chosen] }), 'userRoles.saved')
                }
              >
                {t('userRoles.change', {
                  before: user.roles.join(', '),
                  after: [...chosen].sort().join(', '),
                })}
              </Confirm>
            </div>
          )}
        </>
      )}
    </Loaded>
  )
}

/** The roles of a user; who may, gives and takes them. */
export const UserRoles = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('access')
  const { may } = usePermissions()
  const mayEdit = may('users:write') && may('roles:read')
  return (
    <Card title={t('userRoles.title')} lead={mayEdit && t('userRoles.lead')}>
      {mayEdit ? (
        <Editor user={user} />
      ) : (
        <ul className="flex flex-wrap gap-2">
          {user.roles.map((name) => (
            <li key={name}>
              <Badge>{name}</Badge>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
