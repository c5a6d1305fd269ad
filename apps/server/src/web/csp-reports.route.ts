import { cspReports as contract } from '@latchkey/contract'
import type { Budget, Clock } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { networkOf } from '../protection/client-key.ts'
import { processBudgets } from '../protection/process-budgets.ts'
import { readReport } from './csp-report.ts'

const TYPES = ['application/reports+json', 'application/csp-report']
const MAX_BYTES = 16 * 1024
const MAX_NETWORKS = 1000

/** How many lines of the log one network can cause. */
const REPORT_BUDGET: Budget = { name: 'csp_reports', limit: 20, windowSeconds: 900 }

/**
 * Takes what browsers report about the policy of pages. Anybody can send anything here, so it says
 * the same to all, keeps nothing, and falls silent in the log when one network tells too much.
 */
export const cspReportsRoute =
  (clock: Clock): FastifyPluginAsyncZod =>
  async (app) => {
    const budgets = processBudgets(MAX_NETWORKS)
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(TYPES, { parseAs: 'string', bodyLimit: MAX_BYTES }, (_, body, done) =>
      done(null, body),
    )
    app.post('/api/csp-reports', { schema: contract.report }, async (request, reply) => {
      const network = networkOf(request.ip)
      for (const refused of readReport(String(request.body))) {
        const place = await budgets.reserve(REPORT_BUDGET, network, clock.now())
        if (!place.ok) break
        request.log.warn(refused, 'a browser refused what the policy of pages does not allow')
      }
      return reply.code(204).send()
    })
  }
