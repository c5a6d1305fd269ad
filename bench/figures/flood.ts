import { setTimeout as wait } from 'node:timers/promises'
import { hashFlatOut, RENICED } from '../floor/ceiling.ts'
import { startFloor } from '../floor/floor.ts'
import { hmacToken } from '../floor/hmac-token.ts'
import { crowd, steady } from '../load/load.ts'
import type { Shot } from '../load/plans.ts'
import { inRounds, median, medianRatio } from '../report/rounds.ts'
import { atMostTimes, type Row, rounded } from '../report/row.ts'
import type { Bench, Figure, Pace } from './figure.ts'
import { getAs, loginsOf, registration } from './shots.ts'

const PER_SECOND = 50
const LOGINS = 50
const REGISTRATIONS = 20
/** Until the crowd's requests are all in flight. */
const SETTLE_SECONDS = 1

/** p99 of a request at a fixed rate, while `crowded` runs beside it. */
const p99 = async (port: number, requests: readonly Shot[], { steadySeconds }: Pace) =>
  (await steady({ port, perSecond: PER_SECOND, seconds: steadySeconds, requests })).p99Ms

const row = (figure: string, alone: readonly number[], flooded: readonly number[]): Row => ({
  figure,
  ours: `${rounded(median(flooded))} ms`,
  floor: `${rounded(median(alone))} ms`,
  ...atMostTimes(medianRatio(flooded, alone), 2),
})

const measureServer = async ({ pace, small }: Bench): Promise<Row[]> => {
  const subject = await small()
  const { port } = await subject.server()
  const requests = getAs('/api/auth/me', await subject.accessTokens())
  const beside = async (people: number, crowded: readonly Shot[]): Promise<number> => {
    const disperse = crowd({ port, people, warmUpSeconds: SETTLE_SECONDS, requests: crowded })
    await wait(SETTLE_SECONDS * 1000)
    const flooded = await p99(port, requests, pace)
    await disperse()
    return flooded
  }
  // The first sign-up reads the lists of common passwords, the first mail its templates.
  await beside(1, [registration])
  const taken = await inRounds(pace.rounds, {
    alone: () => p99(port, requests, pace),
    logins: () => beside(LOGINS, loginsOf(subject.samples)),
    registrations: () => beside(REGISTRATIONS, [registration]),
  })
  return [
    row(`p99 of me, ${LOGINS} logins in flight : alone`, taken.alone, taken.logins),
    row(
      `p99 of me, ${REGISTRATIONS} registrations in flight : alone`,
      taken.alone,
      taken.registrations,
    ),
  ]
}

/** The same of a bare route, beside threads that hash: what this machine can do. */
const measureFloor = async ({ pace }: Bench): Promise<Row> => {
  const floor = await startFloor('hmac')
  const requests = getAs('/session', [hmacToken({ sub: 'somebody', roles: ['user'] })])
  const taken = await inRounds(pace.rounds, {
    alone: () => p99(floor.port, requests, pace),
    flooded: async () => {
      const hashing = hashFlatOut(RENICED, pace.steadySeconds + 2 * SETTLE_SECONDS)
      await wait(SETTLE_SECONDS * 1000)
      const flooded = await p99(floor.port, requests, pace)
      await hashing
      return flooded
    },
  })
  floor.stop()
  const compared = row('p99 of a bare route, reniced hashing : alone', taken.alone, taken.flooded)
  return { ...compared, target: '', isMet: null }
}

/** What a flood of passwords does to everybody else. */
export const flood: Figure = {
  name: 'flood',
  measure: async (bench) => [...(await measureServer(bench)), await measureFloor(bench)],
}
