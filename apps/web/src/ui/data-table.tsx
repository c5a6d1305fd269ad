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

const Head = <Row,>({ columns }: Pick<Props<Row>, 'columns'>) => (
  <thead
    className={`bg-page text-left text-quiet ${
      columns.some(({ onSort }) => onSort) ? 'max-sm:block' : 'max-sm:sr-only'
    }`}
  >
    <tr className="max-sm:flex max-sm:flex-wrap">
      {columns.map(({ id, header, align, sorted, onSort }) => (
        <th
          key={id}
          scope="col"
          aria-sort={sorted}
          className={`px-4 py-2.5 font-medium whitespace-nowrap ${align === 'end' ? 'text-right' : ''} ${onSort ? '' : 'max-sm:sr-only'}`}
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
)

const Cell = <Row,>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) => {
  const { header, cell, isRowHeader, align } = column
  const look = 'px-4 py-3 text-left font-normal align-top max-sm:p-0'
  if (isRowHeader)
    return (
      <th scope="row" className={`${look} max-sm:order-first max-sm:pb-1`}>
        {cell(row)}
      </th>
    )
  return (
    <td
      className={`${look} max-sm:flex max-sm:flex-wrap max-sm:gap-x-4 max-sm:has-[>div:empty]:hidden ${align === 'end' ? 'text-right tabular-nums' : ''}`}
    >
      <span aria-hidden="true" className="text-quiet sm:hidden">
        {header}
      </span>
      <div className="min-w-0 max-sm:ml-auto max-sm:text-right">{cell(row)}</div>
    </td>
  )
}

/**
 * A table that scrolls sideways by itself where it is wider than its place. On a phone each row
 * is a block, with the names of the columns beside what is in them.
 */
export const DataTable = <Row,>({ caption, columns, rows, keyOf }: Props<Row>) => (
  <section
    aria-label={caption}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys (WCAG 2.1.1)
    tabIndex={0}
    className="overflow-x-auto rounded-xl border border-line bg-card"
  >
    <table className="w-full border-collapse text-sm max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <Head columns={columns} />
      <tbody className="divide-y divide-line max-sm:block">
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            className="hover:bg-page max-sm:grid max-sm:grid-cols-[minmax(0,1fr)] max-sm:gap-1.5 max-sm:px-4 max-sm:py-4"
          >
            {columns.map((column) => (
              <Cell key={column.id} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
