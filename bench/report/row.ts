/** One line of the report. */
export interface Row {
  readonly figure: string
  readonly ours: string
  readonly floor: string
  readonly ratio: string
  readonly target: string
  /** Null where the figure is for comparison only. */
  readonly isMet: boolean | null
}

/** Thousands without a fraction, small numbers with one or two. */
export const rounded = (value: number): string => {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}

/** Ours is to be at least `share` of the floor. */
export const atLeast = (ratio: number, share: number): Pick<Row, 'ratio' | 'target' | 'isMet'> => ({
  ratio: `${(ratio * 100).toFixed(0)} %`,
  target: `≥ ${(share * 100).toFixed(0)} %`,
  isMet: ratio >= share,
})

/** Ours is to be at most `factor` times the floor. */
export const atMostTimes = (
  ratio: number,
  factor: number,
): Pick<Row, 'ratio' | 'target' | 'isMet'> => ({
  ratio: `× ${ratio.toFixed(2)}`,
  target: `≤ × ${factor}`,
  isMet: ratio <= factor,
})

/** Ours is to be at most `limit`, whatever the machine. */
export const atMost = (value: number, limit: number, unit: string): Omit<Row, 'figure'> => ({
  ours: `${rounded(value)} ${unit}`,
  floor: '',
  ratio: '',
  target: `≤ ${limit} ${unit}`,
  isMet: value <= limit,
})

const MARKS = { true: 'yes', false: 'NO', null: '' } as const

/** The rows as a Markdown table. */
export const table = (rows: readonly Row[]): string => {
  const head = ['figure', 'ours', 'floor', 'ratio', 'target', 'met']
  const body = rows.map((row) => [
    row.figure,
    row.ours,
    row.floor,
    row.ratio,
    row.target,
    MARKS[`${row.isMet}`],
  ])
  const lines = [head, head.map(() => '---'), ...body]
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  return lines
    .map(
      (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
    )
    .join('\n')
}
