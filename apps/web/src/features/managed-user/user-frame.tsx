import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, useParams } from 'react-router'
import { nameOf } from '../../lib/name-of.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { UserStateBadge } from './user-state-badge.tsx'
import { type ManagedUser, usersApi } from './users-api.ts'

const TABS = [
  { path: '', text: 'tabs.overview', needs: 'users:read' },
  { path: '/sessions', text: 'tabs.sessions', needs: 'sessions:read' },
  { path: '/timeline', text: 'tabs.timeline', needs: 'audit:read' },
] as const

const Tabs = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation('managed-user')
  const { may } = usePermissions()
  return (
    <nav aria-label={t('tabs.label')} className="border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-6">
        {TABS.filter(({ needs }) => may(needs)).map(({ path, text }) => (
          <li key={path}>
            <NavLink
              end
              to={`/admin/users/${id}${path}`}
              className={({ isActive }) =>
                `flex min-h-11 items-center border-b-2 font-medium ${
                  isActive ? 'border-brand text-brand' : 'border-transparent text-quiet'
                } hover:text-ink`
              }
            >
              {t(text)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}

interface Props {
  readonly children: (user: ManagedUser) => ReactNode
}

/** What stands around the pages of one user: who it is, whether they can sign in, and the tabs. */
export const UserFrame = ({ children }: Props) => {
  const { t } = useTranslation('managed-user')
  const { id = '' } = useParams()
  const query = usersApi.useUserQuery(id)
  const { data: user } = query
  return (
    <Page
      title={user ? nameOf(user) : t('userDetail.title')}
      lead={
        user && (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="break-all">{user.email}</span>
            <UserStateBadge user={user} />
          </span>
        )
      }
      actions={<TextLink to="/admin/users">{t('userDetail.all')}</TextLink>}
    >
      <Tabs id={id} />
      <Loaded of={query} lines={8}>
        {children}
      </Loaded>
    </Page>
  )
}
