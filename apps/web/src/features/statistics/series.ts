import type { Day } from './figures-api.ts'

type Figure = Exclude<keyof Day, 'date'>

/** One line or row of bars of a chart, and one column of its table. */
export interface Series {
  readonly figure: Figure
  /** Its name in the language of the page. */
  readonly name: string
  readonly color: string
  /** Told apart by more than its colour. */
  readonly mark: 'line' | 'dashes' | 'bars'
}

/** The day with the most, the newest of several; null when there was nothing on any day. */
export const peakOf = (days: readonly Day[], figure: Figure): Day | null =>
  days.reduce<Day | null>(
    (peak, day) => (day[figure] > 0 && day[figure] >= (peak?.[figure] ?? 0) ? day : peak),
    null,
  )

export const sumOf = (days: readonly Day[], figure: Figure): number =>
  days.reduce((sum, day) => sum + day[figure], 0)
