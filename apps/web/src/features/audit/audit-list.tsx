import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { When } from '../../ui/when.tsx'
import { type AuditEvent, useAuditEventsInfiniteQuery } from './audit-api.ts'
import type { AuditFilter } from './audit-filter.ts'
import { EventPeople } from './event-people.tsx'
import { EventSentence } from './event-sentence.tsx'

/** The events that the filter means, the newest first. */
export const AuditList = ({ filter }: { readonly filter: AuditFilter }) => {
  const { t } = useTranslation(['audit', 'ui'])
  const list = useAuditEventsInfiniteQuery(filter, { refetchOnMountOrArgChange: true })
  const columns: readonly Column<AuditEvent>[] = [
    { id: 'at', header: t('auditLog.at'), cell: ({ at }) => <When at={at} /> },
    {
      id: 'what',
      header: t('auditLog.what'),
      isRowHeader: true,
      cell: (event) => <EventSentence event={event} />,
    },
    { id: 'who', header: t('auditLog.who'), cell: (event) => <EventPeople event={event} /> },
    {
      id: 'where',
      header: t('auditLog.where'),
      cell: ({ ipAddress }) => ipAddress ?? <span className="text-quiet">–</span>,
    },
    {
      id: 'outcome',
      header: t('auditLog.outcome'),
      cell: ({ success }) => (
        <Badge tone={success ? 'good' : 'bad'}>
          {success ? t('auditLog.done') : t('auditLog.refused')}
        </Badge>
      ),
    },
  ]
  // Not `data`: while another filter is asked for, that is what the former one found.
  const found = { ...list, data: list.currentData }
  return (
    <Loaded of={found} lines={10}>
      {({ pages }) => {
        const events = pages.flatMap((page) => page.events)
        if (events.length === 0)
          return <Empty title={t('auditLog.none')}>{t('auditLog.noneLead')}</Empty>
        return (
          <>
            <DataTable
              caption={t('auditLog.caption')}
              columns={columns}
              rows={events}
              keyOf={({ id }) => id}
            />
            <div className="flex flex-wrap items-center gap-4">
              {list.hasNextPage && (
                <Button
                  look="plain"
                  isBusy={list.isFetchingNextPage}
                  onClick={() => void list.fetchNextPage()}
                >
                  {t('ui:more')}
                </Button>
              )}
              <Button
                look="plain"
                isBusy={list.isFetching && !list.isFetchingNextPage}
                onClick={() => void list.refetch()}
              >
                {t('auditLog.refresh')}
              </Button>
              <p role="status" className="text-sm text-quiet">
                {t('auditLog.shown', { count: events.length })}{' '}
                {!list.hasNextPage && t('auditLog.thatIsAll')}
              </p>
            </div>
          </>
        )
      }}
    </Loaded>
  )
}
