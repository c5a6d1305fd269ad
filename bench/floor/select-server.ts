// Floor of GET /api/auth/me: bare Fastify and Kysely, a route with one indexed select.
import Fastify from 'fastify'
import { bareDatabase } from './bare-database.ts'
import { listenForParent } from './listen.ts'

const db = bareDatabase(process.argv[2] ?? '')
const app = Fastify()

app.get<{ Params: { id: string } }>('/users/:id', async ({ params }, reply) => {
  const user = await db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', params.id)
    .executeTakeFirst()
  return user ?? reply.code(404).send()
})

await listenForParent(app)
