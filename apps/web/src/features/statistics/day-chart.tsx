import { Bar, CartesianGrid, ComposedChart, Legend, Line, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormats } from '../../lib/use-formats.ts'
import { DayTip } from './day-tip.tsx'
import type { Day } from './figures-api.ts'
import type { Series } from './series.ts'
import { useDays } from './use-days.ts'

interface Props {
  /** What the chart shows, in words. */
  readonly summary: string
  readonly days: readonly Day[]
  readonly series: readonly Series[]
}

const TICK = { fill: 'var(--quiet)', fontSize: 12 }
const MAX_DAYS_WITH_DOTS = 31

const drawn = ({ figure, name, color, mark }: Series, hasDots: boolean) => {
  const same = { dataKey: figure, name, isAnimationActive: false }
  if (mark === 'bars')
    return <Bar key={figure} {...same} fill={color} radius={[3, 3, 0, 0]} maxBarSize={28} />
  return (
    <Line
      key={figure}
      {...same}
      type="linear"
      stroke={color}
      strokeWidth={2}
      strokeDasharray={mark === 'dashes' ? '6 4' : '0'}
      legendType="plainline"
      dot={
        hasDots && { r: 3, strokeDasharray: '0', fill: mark === 'dashes' ? 'var(--card)' : color }
      }
    />
  )
}

/** Figures of each day. The arrow keys go from day to day. */
export const DayChart = ({ summary, days, series }: Props) => {
  const { shortDay } = useDays()
  const { number } = useFormats()
  return (
    <ComposedChart
      responsive
      data={days}
      className="h-64 w-full"
      margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      aria-label={summary}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="date"
        tickFormatter={shortDay}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: 'var(--field)' }}
        minTickGap={24}
      />
      <YAxis
        allowDecimals={false}
        tickFormatter={number}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width="auto"
      />
      <Tooltip
        content={DayTip}
        isAnimationActive={false}
        cursor={{ stroke: 'var(--field)', fill: 'var(--page)' }}
      />
      {series.length > 1 && (
        <Legend
          itemSorter={null}
          formatter={(name) => <span className="text-sm text-ink">{name}</span>}
        />
      )}
      {series.map((one) => drawn(one, days.length <= MAX_DAYS_WITH_DOTS))}
    </ComposedChart>
  )
}
