import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { nameOf } from '../../lib/name-of.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Badge } from '../../ui/badge.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Picture } from '../../ui/picture.tsx'
import { When } from '../../ui/when.tsx'
import type { useUserWish } from './use-user-wish.ts'
import { UserStateBadge } from './user-state-badge.tsx'
import type { ManagedUser } from './users-api.ts'

const Person = ({ user }: { readonly user: ManagedUser }) => {
  const name = nameOf(user)
  return (
    <div className="flex items-center gap-3">
      <Picture url={user.profileImageUrl} name={name} />
      <div className="grid min-w-0 wrap-anywhere sm:whitespace-nowrap">
        <Link
          to={`/admin/users/${user.id}`}
          className="font-medium text-ink underline-offset-4 hover:underline"
        >
          {name}
        </Link>
        {name !== user.email && <span className="text-quiet">{user.email}</span>}
      </div>
    </div>
  )
}

const Roles = ({ names }: { readonly names: readonly string[] }) => (
  <ul className="flex flex-wrap gap-1">
    {names.map((name) => (
      <li key={name}>
        <Badge>{name}</Badge>
      </li>
    ))}
  </ul>
)

interface Props {
  readonly users: readonly ManagedUser[]
  readonly filter: ReturnType<typeof useUserWish>
}

/** Users, a row each. */
export const UserTable = ({ users, filter: { wish, change } }: Props) => {
  const { t } = useTranslation('managed-user')
  const { number } = useFormats()
  const sort = wish.sort ?? (wish.search ? 'email' : 'createdAt')
  const order = wish.order ?? (sort === 'email' ? 'asc' : 'desc')
  const sortedBy = (column: 'email' | 'createdAt') => {
    const isSorted = sort === column
    const turned = order === 'asc' ? 'desc' : 'asc'
    return {
      sorted: !isSorted ? 'none' : order === 'asc' ? 'ascending' : 'descending',
      onSort: () =>
        change({ sort: column, order: isSorted ? turned : column === 'email' ? 'asc' : 'desc' }),
    } as const
  }
  const byDate = wish.search ? {} : sortedBy('createdAt')
  return (
    <DataTable
      caption={t('users.title')}
      rows={users}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'person',
          header: t('users.person'),
          cell: (user) => <Person user={user} />,
          isRowHeader: true,
          ...sortedBy('email'),
        },
        { id: 'state', header: t('users.state'), cell: (user) => <UserStateBadge user={user} /> },
        { id: 'roles', header: t('users.roles'), cell: ({ roles }) => <Roles names={roles} /> },
        {
          id: 'activity',
          header: t('users.lastActivity'),
          cell: ({ lastActivityAt }) => <When at={lastActivityAt} />,
        },
        {
          id: 'sessions',
          header: t('users.sessions'),
          cell: ({ activeSessions }) => number(activeSessions),
          align: 'end',
        },
        {
          id: 'created',
          header: t('users.created'),
          cell: ({ createdAt }) => <When at={createdAt} />,
          ...byDate,
        },
      ]}
    />
  )
}
