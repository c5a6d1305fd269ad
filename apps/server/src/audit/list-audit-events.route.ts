import { audit } from '@latchkey/contract'
import type { AuditFilter, AuditHistory, Clock, exportAuditLog } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { actorOf } from '../access/change-user.route.ts'
import { guarded } from '../access/guarded.ts'
import { sendProblem } from '../http/problems.ts'
import { unifiedAddress } from '../protection/client-key.ts'
import type { AuditCursors } from './audit-cursor.ts'
import { sendAuditFile } from './audit-file.ts'
import { presentAuditEvent } from './present-audit-event.ts'

interface Deps {
  readonly history: AuditHistory
  readonly exportAuditLog: ReturnType<typeof exportAuditLog>
  readonly cursors: AuditCursors
  readonly clock: Clock
}

export const listAuditEventsRoute =
  ({ history, exportAuditLog, cursors, clock }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const { schema, config } = guarded(audit.listEvents)
    const taking = { schema, config: { ...config, isTaking: true as const } }
    app.get('/api/admin/audit-logs', taking, async (request, reply) => {
      const { cursor, limit, format } = request.query
      const after = cursor === undefined ? null : cursors.read(cursor)
      if (cursor !== undefined && !after) return sendProblem(reply, 'validation_failed', BAD_CURSOR)
      const filter = toFilter(request.query)
      if (format === 'csv' || (format === undefined && asksForCsv(request.headers.accept)))
        return sendAuditFile(
          reply,
          await exportAuditLog(actorOf(request), { filter, after }),
          clock.now(),
        )
      // One more than asked for tells whether there is a next page.
      const found = await history.list({ filter, after, limit: limit + 1 })
      const events = found.slice(0, limit)
      const last = found.length > limit ? events.at(-1) : undefined
      return {
        success: true as const,
        events: events.map(presentAuditEvent),
        nextCursor: last ? cursors.write(last) : null,
      }
    })
  }

const asksForCsv = (accept = ''): boolean => /^\s*text\/csv\b/i.test(accept)

const BAD_CURSOR = {
  errors: [{ path: 'cursor', code: 'cursor_unknown', message: 'is no cursor of this list' }],
}

interface Query {
  readonly action?: string | undefined
  readonly userId?: string | undefined
  readonly actorId?: string | undefined
  readonly ipAddress?: string | undefined
  readonly requestId?: string | undefined
  readonly success?: 'true' | 'false' | undefined
  readonly code?: string | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

const toFilter = ({
  userId,
  actorId,
  ipAddress,
  success,
  from,
  to,
  ...query
}: Query): AuditFilter => ({
  ...(query.action !== undefined && { action: query.action }),
  ...(userId !== undefined && { userId: userId.toLowerCase() }),
  ...(actorId !== undefined && { actorId: actorId.toLowerCase() }),
  ...(ipAddress !== undefined && { ipAddress: unifiedAddress(ipAddress) }),
  ...(query.requestId !== undefined && { requestId: query.requestId }),
  ...(success !== undefined && { success: success === 'true' }),
  ...(query.code !== undefined && { code: query.code }),
  ...(from && { from }),
  ...(to && { before: to }),
})
