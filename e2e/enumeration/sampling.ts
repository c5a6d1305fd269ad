import { type Bounds, type Difference, differenceOf, leaks } from './statistics.ts'

/** Times of each kind, in milliseconds. */
export type Times<K extends string> = Readonly<Record<K, number[]>>

/** Takes one sample of a kind: resolves to its time in milliseconds. */
export type Sample<K extends string> = (kind: K) => Promise<number>

/** Two kinds that their times tell apart. */
export interface Leak<K extends string> extends Difference {
  readonly kinds: readonly [K, K]
}

const WARM_UP_ROUNDS = 3
const CONFIRMATIONS = 3

export interface Measured<K extends string> {
  readonly times: Times<K>
  readonly leaks: readonly Leak<K>[]
}

/**
 * Measures kinds in rounds and in random order, so that a slow minute of the machine hits all of
 * them alike. Kinds that seem to differ are measured again, up to three times as often as before:
 * noise would have to repeat, a leak always does.
 */
export const measureKinds = async <K extends string>(
  kinds: readonly K[],
  sample: Sample<K>,
  { rounds, bounds }: { rounds: number; bounds: Bounds },
): Promise<Measured<K>> => {
  await inRounds(kinds, sample, WARM_UP_ROUNDS)
  const times = await inRounds(kinds, sample, rounds)
  let suspects = leaksAmong(times, kinds, bounds)
  let fresh = emptyTimes(kinds)
  for (let n = 0; n < CONFIRMATIONS && suspects.length > 0; n++) {
    const involved = kinds.filter((kind) => suspects.some((leak) => leak.kinds.includes(kind)))
    fresh = joined(fresh, await inRounds(involved, sample, rounds), involved)
    suspects = leaksAmong(fresh, involved, bounds).filter((again) =>
      suspects.some((before) => isSame(before, again)),
    )
  }
  return { times, leaks: suspects }
}

const emptyTimes = <K extends string>(kinds: readonly K[]): Times<K> => {
  const times = {} as Record<K, number[]>
  for (const kind of kinds) times[kind] = []
  return times
}

const inRounds = async <K extends string>(
  kinds: readonly K[],
  sample: Sample<K>,
  rounds: number,
): Promise<Times<K>> => {
  const times = emptyTimes(kinds)
  for (let round = 0; round < rounds; round++)
    for (const kind of shuffled(kinds)) times[kind].push(await sample(kind))
  return times
}

const shuffled = <T>(values: readonly T[]): T[] =>
  values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)

const joined = <K extends string>(one: Times<K>, two: Times<K>, kinds: readonly K[]): Times<K> => {
  const times = emptyTimes(kinds)
  for (const kind of kinds) times[kind].push(...one[kind], ...two[kind])
  return times
}

const leaksAmong = <K extends string>(
  times: Times<K>,
  kinds: readonly K[],
  bounds: Bounds,
): Leak<K>[] =>
  kinds.flatMap((first, at) =>
    kinds
      .slice(at + 1)
      .filter((second) => leaks(times[first], times[second], bounds))
      .map((second) => ({
        kinds: [first, second] as const,
        ...differenceOf(times[first], times[second]),
      })),
  )

const isSame = <K extends string>(before: Leak<K>, again: Leak<K>): boolean =>
  before.kinds.join() === again.kinds.join() && Math.sign(before.z) === Math.sign(again.z)
