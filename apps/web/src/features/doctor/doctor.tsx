import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { byArea } from './areas.ts'
import { useExaminationQuery } from './doctor-api.ts'
import { FindingItem } from './finding-item.tsx'
import { Summary } from './summary.tsx'

/** What is wrong with this installation, and how to mend it. */
export const Doctor = () => {
  const { t, i18n } = useTranslation('doctor')
  const times = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' })
  const query = useExaminationQuery(undefined, { refetchOnMountOrArgChange: true })
  const { data, isFetching, refetch } = query
  return (
    <Page
      title={t('doctor.title')}
      lead={t('doctor.lead')}
      actions={
        <Button look="plain" isBusy={isFetching} onClick={() => void refetch()}>
          {!isFetching && <RefreshCw aria-hidden="true" className="size-4" />}
          {t('doctor.again')}
        </Button>
      }
    >
      <div role="status" className="grid gap-2 empty:hidden">
        {data && !query.error && (
          <>
            <Summary findings={data.findings} />
            <p className="text-sm text-quiet">
              {t('doctor.at', { at: times.format(new Date(data.at)) })}
            </p>
            {i18n.language !== 'en' && (
              <p className="text-sm text-quiet">{t('doctor.inEnglish')}</p>
            )}
          </>
        )}
      </div>
      <Loaded of={query} lines={9}>
        {({ findings }) =>
          byArea(findings).map(({ area, found }) => (
            <Card key={area} title={t(`area.${area}`)}>
              <ul className="divide-y divide-line">
                {found.map((finding) => (
                  <FindingItem
                    key={`${finding.check} ${finding.cause}`}
                    finding={finding}
                    area={t(`area.${area}`)}
                  />
                ))}
              </ul>
            </Card>
          ))
        }
      </Loaded>
    </Page>
  )
}
