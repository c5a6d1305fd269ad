import { useTranslation } from 'react-i18next'
import { ChartCard } from './chart-card.tsx'
import type { Day } from './figures-api.ts'

const BLUE = 'var(--chart-one)'
const ORANGE = 'var(--chart-two)'

/** What happened on each of these days. */
export const Charts = ({ days }: { readonly days: readonly Day[] }) => {
  const { t } = useTranslation('statistics')
  return (
    <div className="grid gap-6 xl:grid-cols-2">
      <div className="grid xl:col-span-2">
        <ChartCard
          title={t('charts.signIns')}
          days={days}
          series={[
            { figure: 'logins', name: t('series.logins'), color: BLUE, mark: 'line' },
            { figure: 'failures', name: t('series.failures'), color: ORANGE, mark: 'dashes' },
          ]}
        />
      </div>
      <ChartCard
        title={t('charts.networks')}
        days={days}
        series={[{ figure: 'uniqueIps', name: t('series.uniqueIps'), color: BLUE, mark: 'bars' }]}
      />
      <ChartCard
        title={t('charts.newUsers')}
        days={days}
        series={[{ figure: 'newUsers', name: t('series.newUsers'), color: BLUE, mark: 'bars' }]}
      />
    </div>
  )
}
