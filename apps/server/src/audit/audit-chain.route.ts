import { audit } from '@latchkey/contract'
import type { AuditChainStore } from '@latchkey/sql'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { guarded } from '../access/guarded.ts'
import { sendProblem } from '../http/problems.ts'

export const auditChainRoute =
  ({ state }: AuditChainStore): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/admin/audit-logs/chain', guarded(audit.showChain), async (_request, reply) => {
      const found = await state()
      if (!found) return sendProblem(reply, 'not_found')
      const { checkpoint } = found
      const chain = { ...found, checkpoint: { ...checkpoint, at: checkpoint.at.toISOString() } }
      return { success: true as const, chain }
    })
  }
