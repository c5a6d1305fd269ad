import { useTranslation } from 'react-i18next'
import { useOwnActivity } from '../../lib/own-activity.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { ActivityItem } from '../../ui/activity-item.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { byDay } from './by-day.ts'

/** What was recorded about one's own account, day by day. */
export const Activity = () => {
  const { t } = useTranslation('audit')
  const { day } = useFormats()
  const activity = useOwnActivity()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = activity
  return (
    <Page
      title={t('activity.title')}
      lead={
        <>
          {t('activity.lead')}{' '}
          <TextLink to="/account/security">{t('activity.changePassword')}</TextLink>
        </>
      }
    >
      <Loaded of={activity} lines={10}>
        {(events) => (
          <div className="grid max-w-4xl gap-6">
            {events.length === 0 && (
              <Empty title={t('activity.none')}>{t('activity.noneLead')}</Empty>
            )}
            {byDay(events, day).map((group) => (
              <Card key={group.day} title={group.day}>
                <ul className="-my-3 divide-y divide-line">
                  {group.things.map((event) => (
                    <ActivityItem key={event.id} event={event} isDated />
                  ))}
                </ul>
              </Card>
            ))}
            {hasNextPage && (
              <Button
                look="plain"
                className="justify-self-center"
                isBusy={isFetchingNextPage}
                onClick={() => void fetchNextPage()}
              >
                {t('ui:more')}
              </Button>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  )
}
