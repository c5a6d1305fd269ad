import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Button } from '../../ui/button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { Charts } from './charts.tsx'
import { useFigures } from './figures-api.ts'
import { usePeriod } from './period.ts'
import { PeriodChoice } from './period-choice.tsx'
import { Tiles } from './tiles.tsx'

/** What goes on in this installation, now and by day. */
export const Figures = () => {
  const { t } = useTranslation('statistics')
  const { instant } = useFormats()
  const [days, choose] = usePeriod()
  const query = useFigures(days)
  const { data, isFetching, refetch } = query
  return (
    <Page
      title={t('figures.title')}
      lead={data && t('figures.at', { at: instant(data.at) })}
      actions={
        <>
          <PeriodChoice days={days} onChoose={choose} />
          <Button look="plain" isBusy={isFetching} onClick={() => void refetch()}>
            {!isFetching && <RefreshCw aria-hidden="true" className="size-4" />}
            {t('figures.refresh')}
          </Button>
        </>
      }
    >
      <Loaded of={query} lines={9}>
        {(figures) => (
          <>
            <Tiles figures={figures} />
            <Charts days={figures.days} />
            <p className="text-sm text-quiet">{t('figures.utc')}</p>
          </>
        )}
      </Loaded>
    </Page>
  )
}
