import { median } from '../../bench/report/rounds.ts'

/** How the times of two kinds of addresses differ. */
export interface Difference {
  /** Median of the second minus median of the first, in milliseconds. */
  readonly deltaMs: number
  /** How often one of the second is slower than one of the first: 0.5 when nothing tells them apart. */
  readonly auc: number
  /** How many standard deviations the AUC is from 0.5, if they were alike. */
  readonly z: number
}

/** From where on a difference is a leak. */
export interface Bounds {
  /** What the AUC may be, either way, from 0.5. */
  readonly aucMargin: number
}

/** With 60 samples of each kind, and with 300. */
export const QUICK: Bounds = { aucMargin: 0.15 }
export const FULL: Bounds = { aucMargin: 0.1 }

/** No attacker sees less through a network (issue 4). */
const VISIBLE_MS = 1
const LARGE_MS = 10
const LARGE_SHARE = 0.05
/** Chance alone goes so far once in a thousand comparisons. */
const BEYOND_CHANCE = 3.3

/** The area under the curve of Mann and Whitney; ties count half. */
export const aucOf = (first: readonly number[], second: readonly number[]): number => {
  const sorted = first.toSorted((a, b) => a - b)
  const slower = second.map((value) => (below(sorted, value) + below(sorted, value, true)) / 2)
  return slower.reduce((sum, n) => sum + n, 0) / (first.length * second.length)
}

/** How many of the sorted values are less than `value`, or at most that. */
const below = (sorted: readonly number[], value: number, orEqual = false): number => {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const at = sorted[middle] ?? Number.NaN
    if (at < value || (orEqual && at === value)) from = middle + 1
    else to = middle
  }
  return from
}

export const differenceOf = (first: readonly number[], second: readonly number[]): Difference => {
  const [n, m] = [first.length, second.length]
  const auc = aucOf(first, second)
  const deviation = Math.sqrt((n + m + 1) / (12 * n * m))
  return { deltaMs: median(second) - median(first), auc, z: (auc - 0.5) / deviation }
}

/**
 * Whether times tell two kinds of addresses apart: by more than 10 ms and 5 %, or by an AUC out of
 * bounds and more than 1 ms. A difference that chance explains is none, however large: on a busy
 * machine medians drift by more than that.
 */
export const leaks = (
  first: readonly number[],
  second: readonly number[],
  { aucMargin }: Bounds,
): boolean => {
  const { deltaMs, auc, z } = differenceOf(first, second)
  const large = Math.max(LARGE_MS, LARGE_SHARE * Math.min(median(first), median(second)))
  const isOut = Math.abs(auc - 0.5) > aucMargin && Math.abs(deltaMs) > VISIBLE_MS
  return Math.abs(z) > BEYOND_CHANCE && (Math.abs(deltaMs) > large || isOut)
}
