import type { Invitation } from '../access/invitation.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'

/** Bob, invited by `user-1` at noon for 72 hours. `emailCanonical` follows `email`. */
export const anInvitation = (over: Partial<Invitation> = {}): Invitation => ({
  id: 'invitation-1',
  email: 'Bob@example.org',
  emailCanonical: (over.email ?? 'Bob@example.org').toLowerCase(),
  firstName: 'Bob',
  lastName: null,
  locale: 'en',
  roles: ['support', 'user'],
  invitedBy: 'user-1',
  hash: hashOf(`invitation:${over.id ?? 'invitation-1'}:1`),
  createdAt: NOON,
  expiresAt: afterNoon(72 * 3_600_000),
  ...over,
})
