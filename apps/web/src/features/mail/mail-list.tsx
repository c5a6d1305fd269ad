import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { useMails } from './mail-api.ts'
import type { MailFilter } from './mail-filter.ts'
import { useMailColumns } from './use-mail-columns.tsx'

/** The mails that the filter means, the newest first. */
export const MailList = ({ filter }: { readonly filter: MailFilter }) => {
  const { t } = useTranslation(['mail', 'ui'])
  const query = useMails(filter)
  const columns = useMailColumns()
  return (
    <Loaded of={{ ...query, data: query.currentData }} lines={8}>
      {({ pages }) => {
        const mails = pages.flatMap(({ messages }) => messages)
        if (mails.length === 0)
          return (
            <Empty title={t(Object.keys(filter).length > 0 ? 'mails.noneSuch' : 'mails.none')}>
              {t(Object.keys(filter).length > 0 ? 'mails.noneSuchLead' : 'mails.noneLead')}
            </Empty>
          )
        return (
          <>
            <DataTable
              caption={t('mails.caption')}
              columns={columns}
              rows={mails}
              keyOf={({ id }) => id}
            />
            <div className="flex flex-wrap items-center gap-4">
              {query.hasNextPage && (
                <Button
                  look="plain"
                  isBusy={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t('ui:more')}
                </Button>
              )}
              <p role="status" className="text-sm text-quiet">
                {t('mails.shown', { count: mails.length })}
              </p>
            </div>
          </>
        )
      }}
    </Loaded>
  )
}
