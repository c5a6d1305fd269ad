import { startFloor } from '../floor/floor.ts'
import type { Shot } from '../load/plans.ts'
import { compareThroughput, firing } from './compare.ts'
import type { Figure } from './figure.ts'
import { getAs } from './shots.ts'

/** GET /api/auth/me beside bare Fastify and Kysely with one indexed select of the same rows. */
export const me: Figure = {
  name: 'me',
  async measure({ pace, small }) {
    const subject = await small()
    const { port } = await subject.server()
    const requests = getAs('/api/auth/me', await subject.accessTokens())
    const floor = await startFloor('select', subject.location)
    const bareRequests: Shot[] = subject.samples.map(({ userId }) => ({
      method: 'GET',
      path: `/users/${userId}`,
    }))
    const row = await compareThroughput(pace, {
      figure: 'GET me : Fastify + Kysely, one select',
      share: 0.55,
      ours: firing({ port, requests }),
      floor: firing({ port: floor.port, requests: bareRequests }),
    })
    floor.stop()
    return [row]
  },
}
