import { invitations as contract } from '@latchkey/contract'
import type {
  Clock,
  Invitation,
  InvitationStore,
  inviteUser,
  withdrawInvitation,
} from '@latchkey/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { validate as isUuid } from 'uuid'
import { sendProblem } from '../http/problems.ts'
import { inviteProblems, withdrawProblems } from './access.problems.ts'
import { BAD_CURSOR, BAD_ROLES } from './bad-fields.ts'
import { actorOf } from './change-user.route.ts'
import { guarded } from './guarded.ts'
import type { InvitationCursors } from './invitation-cursor.ts'

interface Deps {
  readonly inviteUser: ReturnType<typeof inviteUser>
  readonly withdrawInvitation: ReturnType<typeof withdrawInvitation>
  readonly invitations: Pick<InvitationStore, 'list'>
  readonly cursors: InvitationCursors
  readonly localeOf: (acceptLanguage: string | undefined) => string
  readonly clock: Clock
}

/** What administrators see of it; never its hash. */
const present = (invitation: Invitation) => ({
  id: invitation.id,
  email: invitation.email,
  firstName: invitation.firstName,
  lastName: invitation.lastName,
  locale: invitation.locale,
  roles: invitation.roles,
  invitedBy: invitation.invitedBy,
  createdAt: invitation.createdAt.toISOString(),
  expiresAt: invitation.expiresAt.toISOString(),
})

export const invitationsRoutes =
  (deps: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    app.post('/api/admin/users', guarded(contract.invite), async (request, reply) => {
      const { email, firstName = null, lastName = null, roles = [] } = request.body
      const locale = request.body.locale ?? deps.localeOf(request.headers['accept-language'])
      const guest = { email, firstName, lastName, locale, roles }
      const outcome = await deps.inviteUser(actorOf(request), guest)
      if (!outcome.ok) {
        const details = outcome.reason === 'role_unknown' ? BAD_ROLES : {}
        return sendProblem(reply, inviteProblems[outcome.reason], details)
      }
      reply.code(201)
      return { success: true as const, invitation: present(outcome.invitation) }
    })

    app.get('/api/admin/invitations', guarded(contract.list), async (request, reply) => {
      const { cursor, limit } = request.query
      const after = cursor === undefined ? null : deps.cursors.read(cursor)
      if (cursor !== undefined && after === null)
        return sendProblem(reply, 'validation_failed', BAD_CURSOR)
      // One more than asked for tells whether there is a next page.
      const found = await deps.invitations.list({ after, limit: limit + 1 }, deps.clock.now())
      const invitations = found.slice(0, limit)
      const last = found.length > limit ? invitations.at(-1) : undefined
      return {
        success: true as const,
        invitations: invitations.map(present),
        nextCursor: last ? deps.cursors.write(last.id) : null,
      }
    })

    app.delete('/api/admin/invitations/:id', guarded(contract.withdraw), async (request, reply) => {
      const { id } = request.params
      if (!isUuid(id)) return sendProblem(reply, 'not_found')
      const outcome = await deps.withdrawInvitation(actorOf(request), id)
      if (!outcome.ok) return sendProblem(reply, withdrawProblems[outcome.reason])
      return { success: true as const, message: 'The invitation is withdrawn.' }
    })
  }
