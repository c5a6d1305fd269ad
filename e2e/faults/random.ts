/** Chance that can be repeated: the same seed, the same choices (mulberry32 of T. Ettinger). */
export interface Chance {
  /** At least `low` and below `high`. */
  between(low: number, high: number): number
  oneOf<T>(items: readonly T[]): T | undefined
  /** True in `share` of all cases. */
  happens(share: number): boolean
}

export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    between: (low, high) => low + next() * (high - low),
    oneOf: (items) => items[Math.floor(next() * items.length)],
    happens: (share) => next() < share,
  }
}
