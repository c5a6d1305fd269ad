import { setTimeout as wait } from 'node:timers/promises'
import { hashFlatOut, RENICED } from '../floor/ceiling.ts'
import { crowd } from '../load/load.ts'
import { inRounds, median, medianRatio } from '../report/rounds.ts'
import { atLeast, type Row, rounded } from '../report/row.ts'
import type { Subject } from '../subject/subject.ts'
import { type Figure, WARM_UP_SECONDS } from './figure.ts'
import { loginsOf } from './shots.ts'

/** Enough that the hashing threads never wait, too few for anybody to be sent away. */
const PEOPLE = 12

/** Logins per second when there are always some waiting. */
export const loginsPerSecond = async (subject: Subject, seconds: number): Promise<number> => {
  const { port } = await subject.server()
  const requests = loginsOf(subject.samples)
  const disperse = crowd({ port, people: PEOPLE, warmUpSeconds: WARM_UP_SECONDS, requests })
  await wait((WARM_UP_SECONDS + seconds) * 1000)
  return (await disperse()).perSecond
}

/** POST /api/auth/login beside one thread per core that does nothing but hash. */
export const login: Figure = {
  name: 'login',
  async measure({ pace, small }) {
    const subject = await small()
    const taken = await inRounds(pace.rounds, {
      ceiling: () => hashFlatOut(0, pace.hashSeconds),
      ours: () => loginsPerSecond(subject, pace.hashSeconds),
      reniced: () => hashFlatOut(RENICED, pace.hashSeconds),
    })
    const ours = `${rounded(median(taken.ours))}/s`
    const against = (what: string, floor: readonly number[]): Row => ({
      figure: `POST login : bcrypt 12 flat out${what}`,
      ours,
      floor: `${rounded(median(floor))}/s`,
      ...atLeast(medianRatio(taken.ours, floor), 0.95),
    })
    return [against('', taken.ceiling), against(', reniced', taken.reniced)]
  },
}
