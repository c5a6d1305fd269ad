import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { PERIODS } from './period.ts'

interface Props {
  readonly days: number
  readonly onChoose: (days: number) => void
}

/** How many days the charts show. */
export const PeriodChoice = ({ days, onChoose }: Props) => {
  const { t } = useTranslation('statistics')
  const name = useId()
  return (
    <fieldset className="flex rounded-xl border border-field bg-card p-1">
      <legend className="sr-only">{t('period.label')}</legend>
      {PERIODS.map((period) => (
        <label
          key={period}
          className="flex min-h-9 cursor-pointer items-center rounded-lg px-3 text-sm font-medium text-quiet hover:text-ink has-checked:bg-brand has-checked:text-on-brand has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand"
        >
          <input
            type="radio"
            name={name}
            value={period}
            checked={period === days}
            onChange={() => onChoose(period)}
            className="sr-only"
          />
          {t('period.days', { count: period })}
        </label>
      ))}
    </fieldset>
  )
}
