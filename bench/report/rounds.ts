/** The value below which `share` of them lie; NaN of none. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

/** Events per second between the first and the last: no part of an event at the edges counts. */
export const rateBetween = (atMs: readonly number[]): number => {
  const [first, last] = [Math.min(...atMs), Math.max(...atMs)]
  return ((atMs.length - 1) * 1000) / (last - first)
}

/** The median of what `a` is of `b`, round by round: a machine's slow minute hits both alike. */
export const medianRatio = (a: readonly number[], b: readonly number[]): number =>
  median(a.map((value, round) => value / (b[round] ?? Number.NaN)))

type Measures<K extends string> = Readonly<Record<K, () => Promise<number>>>

/**
 * Takes every measure once a round, one after the other, every other round backwards, so that
 * nobody always comes first.
 */
export const inRounds = async <K extends string>(
  rounds: number,
  measures: Measures<K>,
): Promise<Readonly<Record<K, readonly number[]>>> => {
  const names = Object.keys(measures) as K[]
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    K,
    number[]
  >
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      taken[name].push(await measures[name]())
    process.stderr.write('.')
  }
  return taken
}
