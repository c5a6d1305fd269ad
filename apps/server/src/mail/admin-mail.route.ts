import { adminMail as contract } from '@latchkey/contract'
import type { MailFilter, MailRecord, MailRecords, retryMail } from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { validate as isUuid } from 'uuid'
import { actorOf } from '../access/change-user.route.ts'
import { guarded } from '../access/guarded.ts'
import { sendProblem } from '../http/problems.ts'
import { retryProblems } from './mail.problems.ts'
import type { MailCursors } from './mail-cursor.ts'

interface Deps {
  readonly mailRecords: Pick<MailRecords, 'list'>
  readonly retryMail: ReturnType<typeof retryMail>
  readonly cursors: MailCursors
}

interface Query {
  readonly state?: MailFilter['state'] | undefined
  readonly template?: string | undefined
  readonly to?: string | undefined
}

export const adminMailRoutes =
  ({ mailRecords, retryMail, cursors }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/admin/mail', guarded(contract.list), async (request, reply) => {
      const { cursor, limit } = request.query
      const after = cursor === undefined ? null : cursors.read(cursor)
      if (cursor !== undefined && after === null)
        return sendProblem(reply, 'validation_failed', BAD_CURSOR)
      const filter = toFilter(request.query)
      // One more than asked for tells whether there is a next page.
      const found = await mailRecords.list({ filter, after, limit: limit + 1 })
      const messages = found.slice(0, limit)
      const last = found.length > limit ? messages.at(-1) : undefined
      const nextCursor = last ? cursors.write(last.id) : null
      return { success: true as const, messages: messages.map(present), nextCursor }
    })

    app.post('/api/admin/mail/:id/retry', guarded(contract.retry), async (request, reply) => {
      const { id } = request.params
      if (!isUuid(id)) return sendProblem(reply, 'not_found')
      const outcome = await retryMail(actorOf(request), id)
      if (!outcome.ok) return sendProblem(reply, retryProblems[outcome.reason])
      return { success: true as const, message: 'The mail is on its way.' }
    })
  }

const BAD_CURSOR = {
  errors: [{ path: 'cursor', code: 'cursor_unknown', message: 'is no cursor of this list' }],
}

const toFilter = ({ state, template, to }: Query): MailFilter => ({
  ...(state !== undefined && { state }),
  ...(template !== undefined && { template }),
  ...(to !== undefined && { to }),
})

const present = (record: MailRecord) => ({
  ...record,
  createdAt: record.createdAt.toISOString(),
  nextTryAt: record.nextTryAt?.toISOString() ?? null,
  sentAt: record.sentAt?.toISOString() ?? null,
  expiresAt: record.expiresAt.toISOString(),
})
