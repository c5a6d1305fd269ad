/** What a spreadsheet may take for a formula when a cell begins with it (ASVS 1.2.10). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const SPECIAL = /[",\r\n]/

/**
 * One row of a file of comma-separated values (RFC 4180). A text that a spreadsheet would run gets
 * an apostrophe in front, which makes it a text there too; null is an empty cell.
 */
export const csvRow = (cells: readonly (string | number | boolean | null)[]): string =>
  `${cells.map(cellOf).join(',')}\r\n`

const cellOf = (value: string | number | boolean | null): string => {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const inert = FORMULA.test(value) ? `'${value}` : value
  return SPECIAL.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
