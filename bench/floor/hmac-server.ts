// Floor of GET /api/auth/session: bare Fastify and a route that checks an HMAC.
import { timingSafeEqual } from 'node:crypto'
import Fastify from 'fastify'
import { hmacOf } from './hmac-token.ts'
import { listenForParent } from './listen.ts'

const app = Fastify()

app.get('/session', async (request, reply) => {
  const [payload = '', mac = ''] = (request.headers.authorization ?? '').slice(7).split('.')
  const [expected, presented] = [hmacOf(payload), Buffer.from(mac, 'base64url')]
  if (presented.length !== expected.length || !timingSafeEqual(presented, expected))
    return reply.code(401).send()
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
})

await listenForParent(app)
