import { createSealer } from '@latchkey/sql'
import type { FastifyInstance } from 'fastify'
import type { Installation } from '../installation.ts'
import type { UseCases } from '../use-cases.ts'
import { invitationCursors } from './invitation-cursor.ts'
import { invitationsRoutes } from './invitations.route.ts'

interface Deps {
  readonly installation: Pick<Installation, 'clock' | 'keys' | 'storage'>
  readonly useCases: UseCases
  readonly localeOf: (acceptLanguage: string | undefined) => string
}

/** Invitations in the admin API. */
export const registerInvitations = (
  app: FastifyInstance,
  { installation: { clock, keys, storage }, useCases, localeOf }: Deps,
): void => {
  const { invitations } = storage.stores
  const cursors = invitationCursors(createSealer(keys.keys('cursor')))
  app.register(invitationsRoutes({ ...useCases, invitations, cursors, localeOf, clock }))
}
