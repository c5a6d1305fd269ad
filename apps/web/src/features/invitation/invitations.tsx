import { useTranslation } from 'react-i18next'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { KeepFocus } from '../../ui/keep-focus.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { More } from '../../ui/more.tsx'
import { Page } from '../../ui/page.tsx'
import { InvitationTable } from './invitation-table.tsx'
import { invitationsApi } from './invitations-api.ts'
import { InviteForm } from './invite-form.tsx'

const Pending = () => {
  const { t } = useTranslation('invitation')
  const { may } = usePermissions()
  const list = invitationsApi.useInvitationsInfiniteQuery()
  return (
    <Card title={t('pending')}>
      <Loaded of={list}>
        {({ pages }) => {
          const waiting = pages.flatMap((page) => page.invitations)
          return (
            <KeepFocus rows={waiting.length}>
              {waiting.length === 0 ? (
                <Empty title={t('none')}>{may('users:invite') && t('noneLead')}</Empty>
              ) : (
                <div className="grid gap-4">
                  <InvitationTable invitations={waiting} />
                  <More shown={waiting.length} list={list} />
                </div>
              )}
            </KeepFocus>
          )
        }}
      </Loaded>
    </Card>
  )
}

/** Who is invited, and a form to invite somebody: each for who may. */
export const Invitations = () => {
  const { t } = useTranslation('invitation')
  const { may } = usePermissions()
  return (
    <Page title={t('title')} lead={t('lead')}>
      {may('users:invite') && (
        <Card title={t('new')} lead={t('newLead')}>
          <InviteForm />
        </Card>
      )}
      {may('users:read') && <Pending />}
    </Page>
  )
}
