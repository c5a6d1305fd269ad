import {
  type Clock,
  isDisabled,
  lockoutRule,
  lockoutState,
  type UserOverview,
} from '@latchkey/core'
import type { ReadSettings } from '@latchkey/core/rules'
import { presentUser } from '../user/present-user.ts'

interface Deps {
  readonly settings: ReadSettings
  readonly clock: Clock
}

/** A user as administrators see them. Other ways to sign in than password and mail are not built yet. */
export const presentManagedUser =
  ({ settings, clock }: Deps) =>
  ({ user, lockout, ...overview }: UserOverview) => {
    const state = lockoutState(lockout, lockoutRule(settings()), clock.now())
    return {
      ...presentUser(user),
      disabled: isDisabled(user),
      lockedUntil: state.lockedUntil?.toISOString() ?? null,
      failedLoginAttempts: state.failedLoginAttempts,
      passwordDisabled: state.isDisabled,
      hasPassword: overview.hasPassword,
      factors: [],
      connections: [],
      activeSessions: overview.activeSessions,
      lastActivityAt: overview.lastActivityAt?.toISOString() ?? null,
    }
  }

export type PresentManagedUser = ReturnType<typeof presentManagedUser>
