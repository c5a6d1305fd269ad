import { ChartColumn, Table } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { DayChart } from './day-chart.tsx'
import type { Day } from './figures-api.ts'
import type { Series } from './series.ts'
import { useDays } from './use-days.ts'
import { useSummary } from './use-summary.ts'

interface Props {
  readonly title: string
  readonly days: readonly Day[]
  readonly series: readonly Series[]
}

/** A chart with its words, and the same as a table for who reads that better. */
export const ChartCard = ({ title, days, series }: Props) => {
  const { t } = useTranslation('statistics')
  const { number } = useFormats()
  const { longDay } = useDays()
  const summary = useSummary(days, series)
  const [isTable, setTable] = useState(false)
  const Icon = isTable ? ChartColumn : Table
  return (
    <Card
      title={title}
      actions={
        <Button
          look="plain"
          className="text-sm"
          aria-label={t(isTable ? 'chart.asChartNamed' : 'chart.asTableNamed', { title })}
          onClick={() => setTable(!isTable)}
        >
          <Icon aria-hidden="true" className="size-4" />
          {t(isTable ? 'chart.asChart' : 'chart.asTable')}
        </Button>
      }
    >
      <p className="-mt-3 text-sm text-quiet">{summary}</p>
      {isTable ? (
        <div className="grid max-h-96 overflow-y-auto">
          <DataTable
            caption={title}
            rows={days.toReversed()}
            keyOf={({ date }) => date}
            columns={[
              {
                id: 'date',
                header: t('chart.day'),
                isRowHeader: true,
                cell: ({ date }) => longDay(date),
              },
              ...series.map(({ figure, name }) => ({
                id: figure,
                header: name,
                align: 'end' as const,
                cell: (day: Day) => number(day[figure]),
              })),
            ]}
          />
        </div>
      ) : (
        <DayChart summary={summary} days={days} series={series} />
      )}
    </Card>
  )
}
