import type { ChangeRolesRefusal, Clock, UserDirectory } from '@latchkey/core'
import type { FastifyReply } from 'fastify'
import { validate as isUuid } from 'uuid'
import { sendProblem } from '../http/problems.ts'
import { changeRolesProblems } from './access.problems.ts'
import { BAD_ROLES } from './bad-fields.ts'
import type { PresentManagedUser } from './present-managed-user.ts'

interface Deps {
  readonly directory: Pick<UserDirectory, 'find'>
  readonly present: PresentManagedUser
  readonly clock: Clock
}

type Outcome = { readonly ok: true } | ChangeRolesRefusal

/** Acts on a user there may be, and answers with what they are now. */
export const actOnUser =
  ({ directory, present, clock }: Deps) =>
  async (reply: FastifyReply, id: string, act: () => Promise<Outcome>) => {
    if (!isUuid(id)) return sendProblem(reply, 'not_found')
    const outcome = await act()
    if (!outcome.ok)
      return sendProblem(reply, changeRolesProblems[outcome.reason], detailsOf(outcome))
    const found = await directory.find(id, clock.now())
    if (!found) return sendProblem(reply, 'not_found')
    return { success: true as const, user: present(found) }
  }

export type ActOnUser = ReturnType<typeof actOnUser>

const detailsOf = ({ reason }: ChangeRolesRefusal) => (reason === 'role_unknown' ? BAD_ROLES : {})
