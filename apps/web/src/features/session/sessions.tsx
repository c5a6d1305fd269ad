import { useTranslation } from 'react-i18next'
import { useOwnSessionsQuery } from '../../lib/own-sessions.ts'
import { useKeptFocus } from '../../lib/use-kept-focus.ts'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { EndEverywhere } from './end-everywhere.tsx'
import { SessionItem } from './session-item.tsx'

/** Where somebody is signed in, and how to end it. */
export const Sessions = () => {
  const { t } = useTranslation('session')
  const sessions = useOwnSessionsQuery(undefined, { refetchOnMountOrArgChange: true })
  useKeptFocus(sessions.data?.length)
  return (
    <Page title={t('sessions.title')} lead={t('sessions.lead')}>
      <Loaded of={sessions} lines={8}>
        {(list) => (
          <div className="grid max-w-4xl gap-6">
            <Card title={t('sessions.devices', { count: list.length })}>
              <ul className="divide-y divide-line">
                {[...list]
                  .sort((one, other) => Number(other.current) - Number(one.current))
                  .map((session) => (
                    <SessionItem key={session.id} session={session} />
                  ))}
              </ul>
            </Card>
            <EndEverywhere hasOthers={list.some(({ current }) => !current)} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
