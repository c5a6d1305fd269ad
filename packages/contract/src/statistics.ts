import * as z from 'zod'
import { instant } from './fields.ts'
import { needs } from './needs.ts'
import { failures } from './problem.ts'

const MAX_DAYS = 90

const day = z
  .object({
    date: z.string().meta({ format: 'date', description: 'In UTC' }),
    logins: z.int(),
    failures: z.int(),
    uniqueIps: z.int().meta({ description: 'Addresses from which anything was recorded' }),
    newUsers: z.int(),
  })
  .meta({ id: 'DayFigures' })

export const showStatistics = needs('stats:read', {
  operationId: 'showStatistics',
  summary: 'Figures of the installation',
  description: 'One entry for each of the last `days` days, the oldest first, the last one today.',
  querystring: z.object({
    days: z.coerce.number().int().min(1).max(MAX_DAYS).default(30),
  }),
  response: {
    200: z.object({
      success: z.literal(true),
      at: instant,
      activeSessions: z.int(),
      users: z.object({ total: z.int() }),
      days: z.array(day),
      mailQueue: z.object({
        pending: z.int(),
        oldestAt: instant
          .nullable()
          .meta({ description: 'When the oldest waiting mail was ordered' }),
        failed: z.int().meta({ description: 'Given up in the last 30 days' }),
      }),
    }),
    ...failures(400, 401, 403, 503),
  },
})
