import { health as contract } from '@latchkey/contract'
import type { Clock } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'

/** Whether a part can do its work now; `disabled` when this installation does without it. */
export type Vital = 'healthy' | 'unhealthy' | 'disabled'

export interface Vitals {
  database(): Promise<Vital>
  mail(): Vital
  /** False from the moment the server is told to stop. */
  isAccepting(): boolean
}

/** Mail trouble degrades, it does not fail; only the database takes the server down (http-api.md 6). */
export const healthRoutes =
  (vitals: Vitals, clock: Clock): FastifyPluginAsyncZod =>
  async (app) => {
    const alive = { success: true, status: 'ok' }
    app.get('/api/health/live', { schema: contract.live }, async () => alive)
    app.get('/health', { schema: contract.live }, async () => alive)

    app.get('/api/health/ready', { schema: contract.ready }, async (_request, reply) => {
      if (vitals.isAccepting() && (await vitals.database()) === 'healthy') return alive
      return reply.code(503).header('retry-after', 1).send({ success: false, status: 'not_ready' })
    })

    app.get('/api/health', { schema: contract.health }, async (_request, reply) => {
      const database = await vitals.database()
      const mail = vitals.mail()
      const isDown = database !== 'healthy'
      if (isDown) reply.code(503).header('retry-after', 1)
      return {
        success: !isDown,
        status: statusOf(isDown, mail),
        timestamp: clock.now().toISOString(),
        uptime: Math.round(process.uptime() * 10) / 10,
        dependencies: { database, cache: 'disabled' as const, broker: 'disabled' as const, mail },
      }
    })
  }

const statusOf = (isDown: boolean, mail: Vital): 'down' | 'degraded' | 'ok' => {
  if (isDown) return 'down'
  return mail === 'unhealthy' ? 'degraded' : 'ok'
}
