import type { SetupToken } from '../access/setup-token-store.ts'
import type { PasswordReset } from '../password/password-reset.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'

/** A permission of `user-1` to choose a new password, from noon for 30 minutes. */
export const aPasswordReset = (over: Partial<PasswordReset> = {}): PasswordReset => ({
  id: 'reset-1',
  userId: 'user-1',
  hash: hashOf(`reset:${over.id ?? 'reset-1'}:1`),
  createdAt: NOON,
  expiresAt: afterNoon(30 * 60_000),
  ...over,
})

/** A setup token that ends an hour after noon. */
export const aSetupToken = (over: Partial<SetupToken> = {}): SetupToken => ({
  id: 'setup-1',
  hash: hashOf(`setup:${over.id ?? 'setup-1'}:1`),
  expiresAt: afterNoon(3_600_000),
  ...over,
})
