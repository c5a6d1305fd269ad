import { BUILT_IN_ROLES } from '@latchkey/core/rules'
import { useTranslation } from 'react-i18next'
import { useRolesQuery } from '../../lib/roles.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { useUserWish } from './use-user-wish.ts'

/** The names of the roles; those that are always there for who may not see the others. */
const useRoleNames = (): readonly string[] => {
  const { may } = usePermissions()
  const { data } = useRolesQuery(undefined, { skip: !may('roles:read') })
  return (data?.roles ?? BUILT_IN_ROLES).map(({ name }) => name)
}

/** What the list of users is narrowed by. */
export const UserFilters = ({ filter }: { readonly filter: ReturnType<typeof useUserWish> }) => {
  const { t } = useTranslation('managed-user')
  const roles = useRoleNames()
  const { params, change, wish } = filter
  const day = (name: 'from' | 'to') => (
    <TextField
      type="date"
      label={t(name === 'from' ? 'users.from' : 'users.to')}
      value={params.get(name) ?? ''}
      onChange={({ target }) => change({ [name]: target.value })}
    />
  )
  return (
    <search className="grid items-start gap-4 min-[28rem]:grid-cols-2 min-[28rem]:*:first:col-span-2 xl:grid-cols-[minmax(0,1fr)_8.5rem_8.5rem_11rem_11rem] xl:*:first:col-span-1">
      <SearchField
        label={t('users.search')}
        hint={t('users.searchHint')}
        value={wish.search ?? ''}
        onSearch={(search) => change({ search })}
      />
      <SelectField
        label={t('users.state')}
        value={wish.disabled ?? ''}
        onChange={({ target }) => change({ disabled: target.value })}
      >
        <option value="">{t('users.everyState')}</option>
        <option value="false">{t('users.enabled')}</option>
        <option value="true">{t('users.disabled')}</option>
      </SelectField>
      <SelectField
        label={t('users.role')}
        value={wish.role ?? ''}
        onChange={({ target }) => change({ role: target.value })}
      >
        <option value="">{t('users.everyRole')}</option>
        {roles.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      {day('from')}
      {day('to')}
    </search>
  )
}
