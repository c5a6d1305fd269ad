import { health as contract } from '@latchkey/contract'
import type { Clock } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'

/** Whether a part can do its work now; `disabled` when this installation does without it. */
export type Vital = 'healthy' | 'unhealthy' | 'disabled'

export interface Vitals {
  database(): Promise<Vital>
  cache(): Promise<Vital>
  broker(): Vital
  mail(): Promise<Vital>
  /** False from the moment the server is told to stop. */
  isAccepting(): boolean
}

/** Trouble with cache, broker or mail degrades, it does not fail; only the database takes the server down (http-api.md 6). */
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
      const [database, cache] = await Promise.all([vitals.database(), vitals.cache()])
      const isDown = database !== 'healthy'
      const broker = vitals.broker()
      // Who asks the database about mails would wait for one that is away.
      const mail = isDown ? 'unhealthy' : await vitals.mail().catch(() => 'unhealthy' as const)
      if (isDown) reply.code(503).header('retry-after', 1)
      return {
        success: !isDown,
        status: statusOf(isDown, [cache, broker, mail]),
        timestamp: clock.now().toISOString(),
        uptime: Math.round(process.uptime() * 10) / 10,
        dependencies: { database, cache, broker, mail },
      }
    })
  }

const statusOf = (isDown: boolean, others: readonly Vital[]): 'down' | 'degraded' | 'ok' => {
  if (isDown) return 'down'
  return others.includes('unhealthy') ? 'degraded' : 'ok'
}
