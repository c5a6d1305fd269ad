import type { TooltipContentProps } from 'recharts'
import { useFormats } from '../../lib/use-formats.ts'
import { useDays } from './use-days.ts'

/** The figures of the day that the pointer or the arrow keys are at. */
export const DayTip = ({ active, payload, label }: TooltipContentProps) => {
  const { longDay } = useDays()
  const { number } = useFormats()
  return (
    <div role="status">
      {active && payload.length > 0 && (
        <div className="grid gap-1 rounded-lg border border-line bg-card px-3 py-2 text-sm text-ink shadow-lg">
          <p className="font-medium">{longDay(String(label))}</p>
          {payload.map(({ dataKey, name, value }) => (
            <p key={String(dataKey)} className="flex justify-between gap-4">
              <span className="text-quiet">{name}</span>
              <span className="font-medium tabular-nums">{number(Number(value))}</span>
            </p>
          ))}
        </div>
      )}
    </div>
  )
}
