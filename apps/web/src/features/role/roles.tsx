import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRolesQuery } from '../../lib/roles.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { KeepFocus } from '../../ui/keep-focus.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { RoleCard } from './role-card.tsx'
import { RoleForm } from './role-form.tsx'

/** The roles, what each allows, and new ones. */
export const Roles = () => {
  const { t } = useTranslation('role')
  const { may } = usePermissions()
  const query = useRolesQuery()
  const [isAdding, setAdding] = useState(false)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        may('roles:write') && (
          <Button aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
            {t('add')}
          </Button>
        )
      }
    >
      {isAdding && query.data && (
        <Card title={t('new')}>
          <RoleForm permissions={query.data.permissions} onDone={() => setAdding(false)} />
        </Card>
      )}
      <Loaded of={query} lines={8}>
        {({ roles, permissions }) => (
          <KeepFocus rows={roles.length}>
            <div className="grid gap-6 xl:grid-cols-2">
              {roles.map((role) => (
                <RoleCard key={role.name} role={role} permissions={permissions} />
              ))}
            </div>
          </KeepFocus>
        )}
      </Loaded>
    </Page>
  )
}
