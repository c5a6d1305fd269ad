import { statistics } from '@latchkey/contract'
import type { showStatistics } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { guarded } from '../access/guarded.ts'

export const statisticsRoute =
  (show: ReturnType<typeof showStatistics>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/admin/stats', guarded(statistics.showStatistics), async (request) => {
      const { at, activeSessions, users, days, mail } = await show(request.query.days)
      return {
        success: true as const,
        at: at.toISOString(),
        activeSessions,
        users: { total: users },
        days: days.map(({ day, ...figures }) => ({ date: dateOf(day), ...figures })),
        mailQueue: { ...mail, oldestAt: mail.oldestAt?.toISOString() ?? null },
      }
    })
  }

const dateOf = (day: Date): string => day.toISOString().slice(0, 10)
