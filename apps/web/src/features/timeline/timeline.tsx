import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { More } from '../../ui/more.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { mailOfEvent } from './mail-of-event.ts'
import { timelineApi } from './timeline-api.ts'
import { TimelineItem } from './timeline-item.tsx'
import { wrongInRow } from './wrong-in-row.ts'

interface Props {
  readonly user: { readonly id: string; readonly email: string }
}

/** What happened to one user, in sentences that say why a sign-in failed, and what helps. */
export const Timeline = ({ user }: Props) => {
  const { t } = useTranslation('timeline')
  const { may } = usePermissions()
  const [onlyFailures, setOnlyFailures] = useState(false)
  const list = timelineApi.useTimelineOfInfiniteQuery({ userId: user.id, onlyFailures })
  const { data: mails = [] } = timelineApi.useMailsToQuery(user.email, { skip: !may('mail:read') })
  return (
    <Card
      title={t('title')}
      lead={t('lead')}
      actions={
        may('mail:read') && (
          <TextLink to={`/admin/mail?to=${encodeURIComponent(user.email)}`}>
            {t('mails', { email: user.email })}
          </TextLink>
        )
      }
    >
      <label className="flex min-h-6 items-center gap-3">
        <input
          type="checkbox"
          className="size-6 accent-brand"
          checked={onlyFailures}
          onChange={({ target }) => setOnlyFailures(target.checked)}
        />
        {t('onlyFailures')}
      </label>
      <Loaded of={{ ...list, data: list.currentData }} lines={8}>
        {({ pages }) => {
          const events = pages.flatMap((page) => page.events)
          if (events.length === 0)
            return <Empty title={t(onlyFailures ? 'noFailures' : 'none')}>{t('noneLead')}</Empty>
          // Among failures alone no sign-in is seen, from which one could count.
          const wrongs = onlyFailures ? null : wrongInRow(events, !list.hasNextPage)
          return (
            <div className="grid gap-4">
              <ol className="divide-y divide-line">
                {events.map((event) => (
                  <TimelineItem
                    key={event.id}
                    event={event}
                    mail={mailOfEvent(event, mails)}
                    wrongs={wrongs?.get(event.id) ?? null}
                  />
                ))}
              </ol>
              <More shown={events.length} list={list} />
            </div>
          )
        }}
      </Loaded>
    </Card>
  )
}
