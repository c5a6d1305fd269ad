import { createSealer } from '@latchkey/sql'
import type { FastifyInstance } from 'fastify'
import type { Installation } from '../installation.ts'
import type { CallerOf } from '../protection/caller-of.ts'
import type { Authenticate } from '../session/authenticate.ts'
import type { Cookies } from '../session/cookies.ts'
import { ownSessionsRoutes } from '../session/own-sessions.route.ts'
import type { UseCases } from '../use-cases.ts'
import { deleteAccountRoute } from './delete-account.route.ts'
import { ownDataRoutes } from './own-data.route.ts'

interface Deps {
  readonly installation: Pick<Installation, 'clock' | 'keys' | 'storage'>
  readonly useCases: UseCases
  readonly authenticate: Authenticate
  readonly callerOf: CallerOf
  readonly cookies: Cookies
}

/** What is known about somebody signed in: to look at, to take along, to have deleted (http-api.md 4). */
export const registerOwnData = (
  app: FastifyInstance,
  { installation: { clock, keys, storage }, useCases, authenticate, callerOf, cookies }: Deps,
): void => {
  const { auditHistory: history, sessions } = storage.stores
  const sealer = createSealer(keys.keys('cursor'))
  app.register(ownSessionsRoutes({ ...useCases, sessions, authenticate, clock }))
  app.register(ownDataRoutes({ ...useCases, history, sealer, authenticate }))
  app.register(deleteAccountRoute({ ...useCases, authenticate, callerOf, cookies }))
}
