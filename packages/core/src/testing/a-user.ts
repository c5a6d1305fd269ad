import type { Profile, User } from '../user/user.ts'
import { NOON } from './fixed-clock.ts'

/** Ada, verified at noon. `emailCanonical` follows `email` unless it is given. */
export const aUser = (over: Partial<User> = {}): User => ({
  id: 'user-1',
  email: 'Ada@example.org',
  emailCanonical: (over.email ?? 'Ada@example.org').toLowerCase(),
  emailVerified: true,
  firstName: 'Ada',
  lastName: 'Lovelace',
  username: null,
  phone: null,
  locale: 'en',
  preferences: {},
  profileImageUrl: null,
  roles: ['user'],
  credentialVersion: 1,
  accessVersion: 0,
  disabledAt: null,
  createdAt: NOON,
  updatedAt: NOON,
  lastLoginAt: null,
  ...over,
})

export const aProfile = (over: Partial<Profile> = {}): Profile => ({
  firstName: 'Ada',
  lastName: 'Lovelace',
  username: null,
  phone: null,
  preferences: {},
  ...over,
})
