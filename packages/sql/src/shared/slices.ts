/** Rows per statement. Powers of two, so that lists of any length make few different statements. */
const SIZES = [128, 64, 32, 16, 8, 4, 2, 1] as const

/** Cuts a list into pieces for one statement each: a server keeps every different statement. */
export const slicesOf = function* <T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; ) {
    const left = rows.length - from
    const size = SIZES.find((candidate) => candidate <= left) ?? 1
    yield rows.slice(from, from + size)
    from += size
  }
}

/** Filled up to a power of two with what is in it, so that lists of any length make few statements. */
export const padded = (ids: readonly string[]): readonly string[] => {
  const [first = ''] = ids
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, ids.length)))
  return [...ids, ...Array.from({ length: size - ids.length }, () => first)]
}
