import { cannon } from '../load/load.ts'
import type { Shot } from '../load/plans.ts'
import { inRounds, median, medianRatio } from '../report/rounds.ts'
import { atLeast, type Row, rounded } from '../report/row.ts'
import { CONNECTIONS, type Pace, WARM_UP_SECONDS } from './figure.ts'

interface Target {
  readonly port: number
  readonly requests: readonly Shot[]
}

interface Comparison {
  readonly figure: string
  /** What share of the floor ours is to reach. */
  readonly share: number
  /** Resolves to answers per second of a run of so many seconds. */
  readonly ours: (seconds: number) => Promise<number>
  readonly floor: (seconds: number) => Promise<number>
}

/** A run that sends the same requests over and over. */
export const firing =
  ({ port, requests }: Target) =>
  async (seconds: number): Promise<number> =>
    (await cannon({ port, connections: CONNECTIONS, seconds, requests })).perSecond

/** Requests per second of ours and of its floor, in turns. */
export const compareThroughput = async (
  { rounds, cannonSeconds }: Pace,
  { figure, share, ours, floor }: Comparison,
): Promise<Row> => {
  await ours(WARM_UP_SECONDS)
  await floor(WARM_UP_SECONDS)
  const taken = await inRounds(rounds, {
    ours: () => ours(cannonSeconds),
    floor: () => floor(cannonSeconds),
  })
  return {
    figure,
    ours: `${rounded(median(taken.ours))}/s`,
    floor: `${rounded(median(taken.floor))}/s`,
    ...atLeast(medianRatio(taken.ours, taken.floor), share),
  }
}
