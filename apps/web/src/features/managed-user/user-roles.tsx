import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { useRolesQuery } from '../../lib/roles.ts'
import { tellOutcome } from '../../lib/tell-outcome.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { RoleChoice } from '../../ui/role-choice.tsx'
import { usePowerOver } from './use-power-over.ts'
import { type ManagedUser, usersApi } from './users-api.ts'

const Editor = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('managed-user')
  const query = useRolesQuery()
  const [change] = usersApi.useChangeRolesMutation()
  const [chosen, setChosen] = useState<readonly string[]>(user.roles)
  const isChanged = [...chosen].sort().join() !== [...user.roles].sort().join()
  return (
    <Loaded of={query}>
      {({ roles }) => (
        <>
          <RoleChoice
            label={t('userRoles.title')}
            roles={roles}
            chosen={chosen}
            onChoose={setChosen}
          />
          {isChanged && (
            <div>
              <Confirm
                trigger={<Button>{t('userRoles.save')}</Button>}
                title={t('userRoles.confirm', { name: nameOf(user) })}
                action={t('userRoles.save')}
                look="strong"
                onConfirm={() =>
                  tellOutcome(change({ id: user.id, roles: [...chosen] }), t('userRoles.saved'))
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
  const { t } = useTranslation('managed-user')
  const { mayDo } = usePowerOver(user)
  const mayEdit = mayDo('users:write') && mayDo('roles:read')
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
