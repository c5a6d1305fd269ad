import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { tellOutcome } from '../../lib/tell-outcome.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { usePower } from '../../lib/use-power.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { When } from '../../ui/when.tsx'
import { type Invitation, invitationsApi } from './invitations-api.ts'

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
  const { t } = useTranslation('invitation')
  return new Date(at) <= new Date() ? <Badge tone="bad">{t('over')}</Badge> : <When at={at} />
}

/** Invitations that wait, each with a button that withdraws it. */
export const InvitationTable = ({
  invitations,
}: {
  readonly invitations: readonly Invitation[]
}) => {
  const { t } = useTranslation('invitation')
  const { may } = usePermissions()
  const { isAbove } = usePower()
  const [withdraw] = invitationsApi.useWithdrawMutation()
  const withdrawing: Column<Invitation> = {
    id: 'withdraw',
    header: t('action'),
    cell: ({ id, email, roles }) =>
      isAbove(roles) ? null : (
        <Confirm
          trigger={
            <Button look="link" aria-label={t('withdrawOf', { email })}>
              {t('withdraw')}
            </Button>
          }
          title={t('withdrawTitle', { email })}
          action={t('withdraw')}
          onConfirm={() => tellOutcome(withdraw(id), t('withdrawn'))}
        >
          {t('withdrawLead')}
        </Confirm>
      ),
  }
  return (
    <DataTable
      caption={t('title')}
      rows={invitations}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'guest',
          header: t('guest'),
          cell: (guest) => <Guest guest={guest} />,
          isRowHeader: true,
        },
        { id: 'roles', header: t('roles'), cell: ({ roles }) => roles.join(', ') },
        { id: 'sent', header: t('sent'), cell: (one) => <When at={one.createdAt} /> },
        { id: 'ends', header: t('ends'), cell: (one) => <Ends at={one.expiresAt} /> },
        ...(may('users:invite') ? [withdrawing] : []),
      ]}
    />
  )
}
