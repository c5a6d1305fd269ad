import { useTranslation } from 'react-i18next'
import { useOwnActivity } from '../../lib/own-activity.ts'
import { ActivityItem } from '../../ui/activity-item.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { TextLink } from '../../ui/text-link.tsx'

const SHOWN = 6

/** The newest of what was recorded. */
export const RecentActivity = () => {
  const { t } = useTranslation('dashboard')
  const activity = useOwnActivity()
  return (
    <Card
      title={t('recent.title')}
      actions={
        <span className="text-sm">
          <TextLink to="/account/activity">{t('recent.all')}</TextLink>
        </span>
      }
    >
      <Loaded of={activity} lines={SHOWN}>
        {(events) =>
          events.length === 0 ? (
            <Empty title={t('ui:noneYet')} />
          ) : (
            <ul className="-my-3 divide-y divide-line">
              {events.slice(0, SHOWN).map((event) => (
                <ActivityItem key={event.id} event={event} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
