import { startFloor } from '../floor/floor.ts'
import { cannon } from '../load/load.ts'
import type { Row } from '../report/row.ts'
import { ROTATION, type Subject } from '../subject/subject.ts'
import { compareThroughput } from './compare.ts'
import { CONNECTIONS, type Figure, type Pace } from './figure.ts'

interface Compared {
  readonly figure: string
  readonly share: number
}

/** POST /api/auth/refresh-token beside bare Fastify and Kysely with the same guarded statement. */
const beside = async (pace: Pace, subject: Subject, compared: Compared): Promise<Row> => {
  await subject.server()
  const floor = await startFloor('rotation', subject.location)
  let chained: readonly string[] = subject.floorSamples.map(({ bareToken }) => bareToken)
  const rotateBare = async (seconds: number): Promise<number> => {
    const requests = [{ ...ROTATION, path: '/refresh' }]
    const plan = { port: floor.port, connections: CONNECTIONS, seconds, requests, chained }
    const result = await cannon(plan)
    chained = result.chained
    return result.perSecond
  }
  const row = await compareThroughput(pace, {
    ...compared,
    ours: (seconds) => subject.rotate({ connections: CONNECTIONS, seconds }),
    floor: rotateBare,
  })
  floor.stop()
  return row
}

export const refresh: Figure = {
  name: 'refresh',
  async measure({ pace, small }) {
    const figure = 'POST refresh-token : Fastify + Kysely, one update'
    return [await beside(pace, await small(), { figure, share: 0.6 })]
  },
}

/** The same on PostgreSQL. */
export const refreshOnServer: Figure = {
  name: 'refresh-postgres',
  async measure({ pace, onServer }) {
    const figure = 'POST refresh-token on PostgreSQL : Fastify + Kysely, one update'
    return [await beside(pace, await onServer('refresh-postgres'), { figure, share: 0.55 })]
  },
}
