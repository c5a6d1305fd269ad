import { useSession } from '@latchkey/client/react'
import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { useOwnAccountQuery } from '../../lib/own-account.ts'
import { useOwnSessionsQuery } from '../../lib/own-sessions.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { DashboardTiles } from './dashboard-tiles.tsx'
import { InstallationSteps } from './installation-steps.tsx'
import { NextSteps } from './next-steps.tsx'
import { RecentActivity } from './recent-activity.tsx'

const FRESH = { refetchOnMountOrArgChange: true }

/** Where somebody who is signed in begins. */
export const Dashboard = () => {
  const { t } = useTranslation('dashboard')
  const account = useOwnAccountQuery()
  const sessions = useOwnSessionsQuery(undefined, FRESH)
  const { may } = usePermissions()
  const session = useSession()
  if (session.status !== 'signed_in') return null
  const { user } = session
  return (
    <Page title={t('title', { name: user.firstName ?? nameOf(user) })} lead={t('lead')}>
      <Loaded of={account} lines={4}>
        {(own) => (
          <Loaded of={sessions} lines={4}>
            {(list) => (
              <>
                <DashboardTiles account={own} sessions={list} />
                <div className="grid items-start gap-6 xl:grid-cols-2">
                  <div className="grid gap-6">
                    {may('settings:read') && may('settings:write') && <InstallationSteps />}
                    <NextSteps account={own} sessions={list.length} />
                  </div>
                  <RecentActivity />
                </div>
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}
