import { inRounds, median, medianRatio } from '../report/rounds.ts'
import { atMostTimes, type Row, rounded } from '../report/row.ts'
import type { Subject } from '../subject/subject.ts'
import { firing } from './compare.ts'
import { type Bench, CONNECTIONS, type Figure, WARM_UP_SECONDS } from './figure.ts'
import { loginsPerSecond } from './login.ts'
import { getAs } from './shots.ts'

type Run = (seconds: number) => Promise<number>

const runsOf = async (subject: Subject): Promise<Readonly<Record<string, Run>>> => {
  const { port } = await subject.server()
  const tokens = await subject.accessTokens()
  return {
    'GET me': firing({ port, requests: getAs('/api/auth/me', tokens) }),
    'GET session': firing({ port, requests: getAs('/api/auth/session', tokens) }),
    'POST refresh-token': (seconds) => subject.rotate({ connections: CONNECTIONS, seconds }),
    'POST login': (seconds) => loginsPerSecond(subject, seconds),
  }
}

/** From the command to ready, of a server of its own. */
const readyMs = async (subject: Subject): Promise<number> => {
  const server = await subject.start()
  await server.stop()
  return server.readyMs
}

const row = (
  figure: string,
  unit: string,
  few: readonly number[],
  many: readonly number[],
): Row => {
  const isCost = unit === ' ms'
  const ratio = isCost ? medianRatio(many, few) : medianRatio(few, many)
  return {
    figure,
    ours: `${rounded(median(many))}${unit}`,
    floor: `${rounded(median(few))}${unit}`,
    ...atMostTimes(ratio, 1.2),
  }
}

const measure = async ({ pace, small, large }: Bench): Promise<Row[]> => {
  const [few, many] = [await small(), await large()]
  const [ofFew, ofMany] = [await runsOf(few), await runsOf(many)]
  const sizes = `${rounded(pace.largeUsers)} : ${rounded(pace.smallUsers)} users`
  const rows: Row[] = []
  for (const [name, run] of Object.entries(ofFew)) {
    const other = ofMany[name] ?? run
    const seconds = name === 'POST login' ? pace.hashSeconds / 4 : pace.cannonSeconds
    await run(WARM_UP_SECONDS)
    await other(WARM_UP_SECONDS)
    const taken = await inRounds(pace.rounds, {
      few: () => run(seconds),
      many: () => other(seconds),
    })
    rows.push(row(`${name}, ${sizes}`, '/s', taken.few, taken.many))
  }
  const starts = { few: () => readyMs(few), many: () => readyMs(many) }
  const taken = await inRounds(pace.rounds, starts)
  return [...rows, row(`server process to ready, ${sizes}`, ' ms', taken.few, taken.many)]
}

/** Whether the cost of a request grows with the number of users. */
export const scale: Figure = { name: 'scale', measure }
