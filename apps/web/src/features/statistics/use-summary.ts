import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import type { Day } from './figures-api.ts'
import { peakOf, type Series, sumOf } from './series.ts'
import { useDays } from './use-days.ts'

/** What a chart shows, in words: the sum of each series, and its highest day. */
export const useSummary = (days: readonly Day[], series: readonly Series[]): string => {
  const { t } = useTranslation('statistics')
  const { number } = useFormats()
  const { plainDay } = useDays()
  return series
    .map(({ figure, name }) => {
      const peak = peakOf(days, figure)
      if (!peak) return t('summary.none', { name })
      const most = { most: number(peak[figure]), day: plainDay(peak.date) }
      // Addresses of several days are no sum: who comes every day would count every day.
      if (figure === 'uniqueIps') return t('summary.peak', { name, ...most })
      return t('summary.sum', { name, sum: number(sumOf(days, figure)), ...most })
    })
    .join(' ')
}
