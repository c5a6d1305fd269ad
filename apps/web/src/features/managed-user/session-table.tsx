import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { tellOutcome } from '../../lib/tell-outcome.ts'
import { useDevice } from '../../lib/use-device.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { When } from '../../ui/when.tsx'
import { sessionsApi, type UserSession } from './sessions-api.ts'
import type { ManagedUser } from './users-api.ts'

interface Props {
  readonly user: ManagedUser
  readonly sessions: readonly UserSession[]
  readonly mayEnd: boolean
}

/** Sessions of a user, each with a button that ends it. */
export const SessionTable = ({ user, sessions, mayEnd }: Props) => {
  const { t } = useTranslation('managed-user')
  const [end] = sessionsApi.useEndSessionOfMutation()
  const deviceName = useDevice()
  const ending: Column<UserSession> = {
    id: 'end',
    header: t('sessions.action'),
    cell: ({ id: sessionId, device }) => (
      <Confirm
        trigger={
          <Button look="link" aria-label={t('sessions.endOf', { device: deviceName(device) })}>
            {t('sessions.end')}
          </Button>
        }
        title={t('sessions.endTitle', { device: deviceName(device), name: nameOf(user) })}
        action={t('sessions.end')}
        onConfirm={() => tellOutcome(end({ id: user.id, sessionId }), t('sessions.ended'))}
      >
        {t('sessions.endLead')}
      </Confirm>
    ),
  }
  return (
    <DataTable
      caption={t('sessions.of', { name: nameOf(user) })}
      rows={sessions}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'device',
          header: t('sessions.device'),
          cell: ({ device }) => deviceName(device),
          isRowHeader: true,
        },
        { id: 'ip', header: t('sessions.network'), cell: ({ ipAddress }) => ipAddress },
        { id: 'created', header: t('sessions.since'), cell: (one) => <When at={one.createdAt} /> },
        { id: 'used', header: t('sessions.lastUsed'), cell: (one) => <When at={one.lastUsedAt} /> },
        { id: 'expires', header: t('sessions.until'), cell: (one) => <When at={one.expiresAt} /> },
        ...(mayEnd ? [ending] : []),
      ]}
    />
  )
}
