import * as z from 'zod'
import { instant } from './fields.ts'

const tags = ['Operations']
const dependency = z.enum(['healthy', 'unhealthy', 'disabled'])
const report = z.object({
  success: z.boolean(),
  status: z.enum(['ok', 'degraded', 'down']),
  timestamp: instant,
  uptime: z.number().meta({ description: 'Seconds since the process began' }),
  dependencies: z.object({
    database: dependency,
    cache: dependency,
    broker: dependency,
    mail: dependency,
  }),
})

export const health = {
  operationId: 'health',
  summary: 'State of the server and what it depends on',
  tags,
  response: { 200: report, 503: report },
}

const short = z.object({ success: z.boolean(), status: z.string() })

export const live = {
  operationId: 'live',
  summary: 'The process runs',
  tags,
  response: { 200: short },
}

export const ready = {
  operationId: 'ready',
  summary: 'The server can serve',
  tags,
  response: { 200: short, 503: short },
}
