import type { User } from '@latchkey/core'

/** A user as they see themselves: no hash, no token, no internal counter. */
export const presentUser = (user: User) => ({
  id: user.id,
  email: user.email,
  emailVerified: user.emailVerified,
  firstName: user.firstName,
  lastName: user.lastName,
  username: user.username,
  phone: user.phone,
  locale: user.locale,
  roles: user.roles,
  profileImageUrl: user.profileImageUrl,
  preferences: user.preferences,
  createdAt: user.createdAt.toISOString(),
  updatedAt: user.updatedAt.toISOString(),
  lastLoginAt: user.lastLoginAt?.toISOString() ?? null,
})
