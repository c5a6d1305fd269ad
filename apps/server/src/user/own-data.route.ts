import { ownData as contract } from '@latchkey/contract'
import type { AuditHistory, exportOwnData } from '@latchkey/core'
import type { Sealer } from '@latchkey/sql'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { auditCursors } from '../audit/audit-cursor.ts'
import { presentActivity } from '../audit/present-activity.ts'
import { sendProblem } from '../http/problems.ts'
import { originOf } from '../http/request-origin.ts'
import { type Authenticate, callerOf } from '../session/authenticate.ts'
import { sendOwnData } from './own-data-file.ts'

interface Deps {
  readonly history: AuditHistory
  readonly exportOwnData: ReturnType<typeof exportOwnData>
  readonly sealer: Pick<Sealer, 'seal' | 'open'>
  readonly authenticate: Authenticate
}

export const ownDataRoutes =
  ({ history, exportOwnData, sealer, authenticate }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const signedIn = { onRequest: authenticate.requireSession }

    const listing = { ...signedIn, schema: contract.ownActivity }
    app.get('/api/users/me/activity', listing, async (request, reply) => {
      const { userId } = callerOf(request)
      const { cursor, limit } = request.query
      const cursors = auditCursors(sealer, `own-activity:${userId}`)
      const after = cursor === undefined ? null : cursors.read(cursor)
      if (cursor !== undefined && !after) return sendProblem(reply, 'validation_failed', BAD_CURSOR)
      // One more than asked for tells whether there is a next page.
      const found = await history.list({ filter: { userId }, after, limit: limit + 1 })
      const events = found.slice(0, limit)
      const last = found.length > limit ? events.at(-1) : undefined
      return {
        success: true as const,
        events: events.map(presentActivity),
        nextCursor: last ? cursors.write(last) : null,
      }
    })

    const exporting = {
      ...signedIn,
      schema: contract.exportOwnData,
      config: { isTaking: true as const },
    }
    app.get('/api/users/me/export', exporting, async (request, reply) => {
      const { userId, sessionId } = callerOf(request)
      const data = await exportOwnData(userId, originOf(request))
      if (!data) return sendProblem(reply, 'unauthenticated')
      return sendOwnData(reply, data, sessionId)
    })
  }

const BAD_CURSOR = {
  errors: [{ path: 'cursor', code: 'cursor_unknown', message: 'is no cursor of this list' }],
}
