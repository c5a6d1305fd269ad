import { createSealer } from '@latchkey/sql'
import type { FastifyInstance } from 'fastify'
import type { Installation } from '../installation.ts'
import { statisticsRoute } from '../statistics/statistics.route.ts'
import type { UseCases } from '../use-cases.ts'
import { auditChainRoute } from './audit-chain.route.ts'
import { auditCursors } from './audit-cursor.ts'
import { listAuditEventsRoute } from './list-audit-events.route.ts'

interface Deps {
  readonly installation: Pick<Installation, 'clock' | 'keys' | 'storage'>
  readonly useCases: UseCases
}

/** The audit log and the figures in the admin API. */
export const registerAudit = (
  app: FastifyInstance,
  { installation: { clock, keys, storage }, useCases }: Deps,
): void => {
  const { exportAuditLog } = useCases
  const { auditHistory: history } = storage.stores
  const cursors = auditCursors(createSealer(keys.keys('cursor')))
  app.register(listAuditEventsRoute({ history, exportAuditLog, cursors, clock }))
  app.register(auditChainRoute(storage.auditChain))
  app.register(statisticsRoute(useCases.showStatistics))
}
