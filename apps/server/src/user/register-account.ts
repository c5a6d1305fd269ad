import type {
  AvatarStore,
  Clock,
  CredentialStore,
  EmailChangeStore,
  UserStore,
} from '@latchkey/core'
import type { FastifyInstance } from 'fastify'
import { changePasswordRoute } from '../password/change-password.route.ts'
import type { CallerOf } from '../protection/caller-of.ts'
import type { Authenticate } from '../session/authenticate.ts'
import type { UseCases } from '../use-cases.ts'
import { avatarRoutes } from './avatar.route.ts'
import { changeEmailRoutes } from './change-email.route.ts'
import { profileRoutes } from './profile.route.ts'
import { uploadAvatarRoute } from './upload-avatar.route.ts'

interface Deps {
  readonly stores: {
    readonly users: UserStore
    readonly avatars: AvatarStore
    readonly credentials: CredentialStore
    readonly emailChanges: EmailChangeStore
  }
  readonly useCases: UseCases
  readonly authenticate: Authenticate
  readonly callerOf: CallerOf
  readonly clock: Clock
}

/** What somebody signed in does with their own account (http-api.md 4). */
export const registerAccount = (
  app: FastifyInstance,
  { stores, useCases, authenticate, callerOf, clock }: Deps,
): void => {
  app.register(profileRoutes({ ...useCases, ...stores, authenticate, clock }))
  app.register(uploadAvatarRoute(useCases.changeAvatar, authenticate))
  app.register(avatarRoutes({ ...useCases, ...stores, authenticate }))
  app.register(changeEmailRoutes({ ...useCases, authenticate, callerOf }))
  app.register(changePasswordRoute(useCases.changePassword, authenticate, callerOf))
}
