import { useTranslation } from 'react-i18next'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { More } from '../../ui/more.tsx'
import { Page } from '../../ui/page.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useUserWish } from './use-user-wish.ts'
import { UserFilters } from './user-filters.tsx'
import { UserTable } from './user-table.tsx'
import { usersApi } from './users-api.ts'

/** The users, searched, filtered and sorted. */
export const Users = () => {
  const { t } = useTranslation('managed-user')
  const { may } = usePermissions()
  const filter = useUserWish()
  const list = usersApi.useUsersInfiniteQuery(filter.wish)
  return (
    <Page
      title={t('users.title')}
      lead={t('users.lead')}
      actions={
        may('users:invite') && <ButtonLink to="/admin/invitations">{t('users.invite')}</ButtonLink>
      }
    >
      <UserFilters filter={filter} />
      <Loaded of={{ ...list, data: list.currentData }} lines={8}>
        {({ pages }) => {
          const users = pages.flatMap((page) => page.users)
          if (users.length === 0)
            return (
              <Empty title={t('users.none')}>
                <p>{t('users.noneLead')}</p>
                <p>
                  {t('users.onlyInvited')}{' '}
                  <TextLink to="/admin/invitations">{t('users.invitations')}</TextLink>
                </p>
                {filter.isFiltered && (
                  <Button look="link" onClick={filter.clear}>
                    {t('users.clear')}
                  </Button>
                )}
              </Empty>
            )
          return (
            <div className="grid gap-4">
              <UserTable users={users} filter={filter} />
              <More shown={users.length} list={list} />
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}
