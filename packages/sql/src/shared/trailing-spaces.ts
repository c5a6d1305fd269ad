/**
 * MySQL compares `a` and `a ` as equal under `utf8mb4_bin`, in unique indexes too, and no collation
 * without that padding is known to both MySQL and MariaDB. So there a text that ends with a space is
 * stored with a NUL behind it, which no comparison ignores. Ours are never of that form, but for
 * what somebody typed into a name.
 */
const NEEDS_MARK = / \0*$/
const HAS_MARK = / \0+$/

/** A parameter as MySQL stores and compares it. */
export const markTrailingSpace = (value: unknown): unknown =>
  typeof value === 'string' && NEEDS_MARK.test(value) ? `${value}\0` : value

/** A value that MySQL returned, as it was before `markTrailingSpace`. */
const unmark = (value: unknown): unknown =>
  typeof value === 'string' && value.endsWith('\0') && HAS_MARK.test(value)
    ? value.slice(0, -1)
    : value

/** A row that MySQL returned; the same object when nothing in it was marked. */
export const unmarkRow = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.values(row).some((value) => unmark(value) !== value)
    ? Object.fromEntries(Object.entries(row).map(([name, value]) => [name, unmark(value)]))
    : row
