// Floor of POST /api/auth/refresh-token: bare Fastify and Kysely, the same guarded statement.
import { createHash, randomBytes } from 'node:crypto'
import Fastify from 'fastify'
import { bareDatabase } from './bare-database.ts'
import { listenForParent } from './listen.ts'

const WEEK_MS = 7 * 86_400_000
const db = bareDatabase(process.argv[2] ?? '')
const app = Fastify()

/** As the server's rows keep them, so that both rotate rows of one size. */
const hashOf = (secret: Buffer): string => createHash('sha256').update(secret).digest('base64url')

app.post<{ Body: { refreshToken: string } }>('/refresh', async ({ body }, reply) => {
  const [id = '', secret = ''] = body.refreshToken.split('.')
  const presented = hashOf(Buffer.from(secret, 'base64url'))
  const next = randomBytes(32)
  const now = Date.now()
  const session = await db
    .updateTable('sessions')
    .set({
      secret_hash: hashOf(next),
      last_hash: presented,
      rotated_at: now,
      last_used_at: now,
      refresh_expires_at: now + WEEK_MS,
    })
    .where('id', '=', id)
    .where('secret_hash', '=', presented)
    .where('revoked_at', 'is', null)
    .where('refresh_expires_at', '>', now)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  if (!session) return reply.code(401).send()
  return { sub: session.user_id, refreshToken: `${id}.${next.toString('base64url')}` }
})

await listenForParent(app)
