import { doctor as contract } from '@latchkey/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { guarded } from '../access/guarded.ts'
import type { AreaFinding } from './examine.ts'

interface Examination {
  readonly at: Date
  readonly findings: readonly AreaFinding[]
}

const STATUS = { ok: 'ok', note: 'warning', bad: 'problem' } as const

export const doctorRoute =
  (examination: () => Promise<Examination>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/admin/doctor', guarded(contract.examine), async () => {
      const { at, findings } = await examination()
      return { success: true as const, at: at.toISOString(), findings: findings.map(present) }
    })
  }

const present = ({ area, about, level, message, mend }: AreaFinding) => ({
  area,
  check: about,
  status: STATUS[level],
  cause: message,
  fix: mend,
})
