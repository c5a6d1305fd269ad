import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { When } from '../../ui/when.tsx'
import { type Invitation, invitationsApi } from './invitations-api.ts'
import { useActs } from './use-acts.ts'

const Guest = ({ guest }: { readonly guest: Invitation }) => {
  const name = nameOf(guest)
  return (
    <div className="grid">
      <span className="font-medium">{name}</span>
      {name !== guest.email && <span className="text-quiet">{guest.email}</span>}
    </div>
  )
}

const Ends = ({ at }: { readonly at: string }) => {
  const { t } = useTranslation('access')
  return new Date(at) <= new Date() ? (
    <Badge tone="bad">{t('invitations.over')}</Badge>
  ) : (
    <When at={at} />
  )
}

/** Invitations that wait, each with a button that withdraws it. */
export const InvitationTable = ({
  invitations,
}: {
  readonly invitations: readonly Invitation[]
}) => {
  const { t } = useTranslation('access')
  const { may } = usePermissions()
  const [withdraw] = invitationsApi.useWithdrawMutation()
  const doing = useActs()
  const withdrawing: Column<Invitation> = {
    id: 'withdraw',
    header: t('invitations.action'),
    cell: ({ id, email }) => (
      <Confirm
        trigger={
          <Button look="link" aria-label={t('invitations.withdrawOf', { email })}>
            {t('invitations.withdraw')}
          </Button>
        }
        title={t('invitations.withdrawTitle', { email })}
        action={t('invitations.withdraw')}
        onConfirm={() => doing(withdraw(id), 'invitations.withdrawn')}
      >
        {t('invitations.withdrawLead')}
      </Confirm>
    ),
  }
  return (
    <DataTable
      caption={t('invitations.title')}
      rows={invitations}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'guest',
          header: t('invitations.guest'),
          cell: (guest) => <Guest guest={guest} />,
          isRowHeader: true,
        },
        { id: 'roles', header: t('users.roles'), cell: ({ roles }) => roles.join(', ') },
        { id: 'sent', header: t('invitations.sent'), cell: (one) => <When at={one.createdAt} /> },
        { id: 'ends', header: t('invitations.ends'), cell: (one) => <Ends at={one.expiresAt} /> },
        ...(may('users:invite') ? [withdrawing] : []),
      ]}
    />
  )
}
