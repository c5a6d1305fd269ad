import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { tellOutcome } from '../../lib/tell-outcome.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Empty } from '../../ui/empty.tsx'
import { KeepFocus } from '../../ui/keep-focus.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { SessionTable } from './session-table.tsx'
import { sessionsApi } from './sessions-api.ts'
import { usePowerOver } from './use-power-over.ts'
import { UserFrame } from './user-frame.tsx'
import type { ManagedUser } from './users-api.ts'

const Sessions = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('managed-user')
  const { mayDo } = usePowerOver(user)
  const query = sessionsApi.useSessionsOfQuery(user.id)
  const [endAll] = sessionsApi.useEndSessionsOfMutation()
  const hasSome = (query.data?.length ?? 0) > 0
  return (
    <Card
      title={t('sessions.title')}
      lead={t('sessions.lead')}
      actions={
        mayDo('sessions:revoke') &&
        hasSome && (
          <Confirm
            trigger={<Button look="plain">{t('sessions.endAll')}</Button>}
            title={t('sessions.endAllTitle', { name: nameOf(user) })}
            action={t('sessions.endAll')}
            onConfirm={() => tellOutcome(endAll(user.id), t('sessions.allEnded'))}
          >
            {t('sessions.endAllLead')}
          </Confirm>
        )
      }
    >
      <Loaded of={query}>
        {(sessions) => (
          <KeepFocus rows={sessions.length}>
            {sessions.length === 0 ? (
              <Empty title={t('sessions.none')}>{t('sessions.noneLead')}</Empty>
            ) : (
              <SessionTable user={user} sessions={sessions} mayEnd={mayDo('sessions:revoke')} />
            )}
          </KeepFocus>
        )}
      </Loaded>
    </Card>
  )
}

/** Where a user is signed in. */
export const UserSessions = () => <UserFrame>{(user) => <Sessions user={user} />}</UserFrame>
