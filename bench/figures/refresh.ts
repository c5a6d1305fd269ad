import { startFloor } from '../floor/floor.ts'
import { cannon } from '../load/load.ts'
import { ROTATION } from '../subject/subject.ts'
import { compareThroughput } from './compare.ts'
import { CONNECTIONS, type Figure } from './figure.ts'

/** POST /api/auth/refresh-token beside bare Fastify and Kysely with the same guarded statement. */
export const refresh: Figure = {
  name: 'refresh',
  async measure({ pace, small }) {
    const subject = await small()
    await subject.server()
    const floor = await startFloor('rotation', subject.databaseFile)
    let chained: readonly string[] = subject.floorSamples.map(({ bareToken }) => bareToken)
    const rotateBare = async (seconds: number): Promise<number> => {
      const requests = [{ ...ROTATION, path: '/refresh' }]
      const plan = { port: floor.port, connections: CONNECTIONS, seconds, requests, chained }
      const result = await cannon(plan)
      chained = result.chained
      return result.perSecond
    }
    const row = await compareThroughput(pace, {
      figure: 'POST refresh-token : Fastify + Kysely, one update',
      share: 0.6,
      ours: (seconds) => subject.rotate({ connections: CONNECTIONS, seconds }),
      floor: rotateBare,
    })
    floor.stop()
    return [row]
  },
}
