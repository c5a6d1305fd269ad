import { createSealer } from '@latchkey/sql'
import type { FastifyInstance } from 'fastify'
import type { Installation } from '../installation.ts'
import type { Authenticate } from '../session/authenticate.ts'
import type { UseCases } from '../use-cases.ts'
import { actOnUser } from './act-on-user.ts'
import { changeUserRoutes, helpUserRoutes } from './change-user.route.ts'
import { deleteUserRoute } from './delete-user.route.ts'
import { guardAdministration } from './guard.ts'
import { listUsersRoutes } from './list-users.route.ts'
import { ownPermissionsRoute } from './own-permissions.route.ts'
import { presentManagedUser } from './present-managed-user.ts'
import { rolesRoutes } from './roles.route.ts'
import { userCursors } from './user-cursor.ts'
import { userSessionsRoutes } from './user-sessions.route.ts'

interface Deps {
  readonly installation: Pick<Installation, 'clock' | 'keys' | 'storage'>
  readonly useCases: UseCases
  readonly authenticate: Authenticate
}

/** The admin API (http-api.md 5) behind its guard, which comes first. */
export const registerAdministration = (
  app: FastifyInstance,
  { installation: { clock, keys, storage }, useCases, authenticate }: Deps,
): void => {
  const { access, directory, roles, sessions, users } = storage.stores
  const { recordRefusedAccess, settings } = useCases
  const present = presentManagedUser({ settings, clock })
  const cursors = userCursors(createSealer(keys.keys('cursor')))
  guardAdministration(app, { authenticate, access, recordRefusedAccess })
  app.register(ownPermissionsRoute(access, authenticate))
  app.register(listUsersRoutes({ directory, cursors, present, clock }))
  const act = actOnUser({ directory, present, clock })
  app.register(changeUserRoutes(useCases, act))
  app.register(helpUserRoutes(useCases, act))
  app.register(deleteUserRoute(useCases.deleteUser))
  app.register(userSessionsRoutes({ ...useCases, users, sessions, clock }))
  app.register(rolesRoutes({ ...useCases, roles }))
}
