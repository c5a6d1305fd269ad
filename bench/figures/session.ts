import { startFloor } from '../floor/floor.ts'
import { hmacToken } from '../floor/hmac-token.ts'
import { compareThroughput, firing } from './compare.ts'
import type { Figure } from './figure.ts'
import { getAs } from './shots.ts'

/** GET /api/auth/session beside bare Fastify with a route that checks an HMAC. */
export const session: Figure = {
  name: 'session',
  async measure({ pace, small }) {
    const subject = await small()
    const { port } = await subject.server()
    const tokens = await subject.accessTokens()
    const floor = await startFloor('hmac')
    const row = await compareThroughput(pace, {
      figure: 'GET session : Fastify, an HMAC',
      share: 0.5,
      ours: firing({ port, requests: getAs('/api/auth/session', tokens) }),
      floor: firing({
        port: floor.port,
        requests: getAs('/session', subject.samples.map(bareClaims)),
      }),
    })
    floor.stop()
    return [row]
  },
}

const bareClaims = ({ userId }: { readonly userId: string }): string =>
  hmacToken({ sub: userId, roles: ['user'], exp: 4_102_444_800 })
