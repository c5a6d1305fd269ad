import type { ReactNode } from 'react'

export interface Column<Row> {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** The header of the row, which is read out with each cell. One column of a table has it. */
  readonly isRowHeader?: boolean
  readonly align?: 'end'
  /** Whether and how the list is sorted by this column, where it can be. */
  readonly sorted?: 'ascending' | 'descending' | 'none'
  readonly onSort?: () => void
}

interface Props<Row> {
  /** What the table shows, for screen readers. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

const ARROWS = { ascending: '↑', descending: '↓', none: '↕' }

/** A table that scrolls sideways by itself where it is wider than its place. */
export const DataTable = <Row,>({ caption, columns, rows, keyOf }: Props<Row>) => (
  <section
    aria-label={caption}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys (WCAG 2.1.1)
    tabIndex={0}
    className="overflow-x-auto rounded-xl border border-line bg-card"
  >
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="bg-page text-left text-quiet">
        <tr>
          {columns.map(({ id, header, align, sorted, onSort }) => (
            <th
              key={id}
              scope="col"
              aria-sort={sorted}
              className={`px-4 py-2.5 font-medium whitespace-nowrap ${align === 'end' ? 'text-right' : ''}`}
            >
              {onSort ? (
                <button
                  type="button"
                  onClick={onSort}
                  className="inline-flex min-h-6 items-center gap-1 rounded hover:text-ink"
                >
                  {header}
                  <span aria-hidden="true">{ARROWS[sorted ?? 'none']}</span>
                </button>
              ) : (
                header
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map((row) => (
          <tr key={keyOf(row)} className="hover:bg-page">
            {columns.map(({ id, cell, isRowHeader, align }) => {
              const className = `px-4 py-3 text-left font-normal align-top ${align === 'end' ? 'text-right tabular-nums' : ''}`
              return isRowHeader ? (
                <th key={id} scope="row" className={className}>
                  {cell(row)}
                </th>
              ) : (
                <td key={id} className={className}>
                  {cell(row)}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
