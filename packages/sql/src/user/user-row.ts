import type { ProfileChanges, User } from '@latchkey/core'
import type { Kysely } from 'kysely'
import {
  fromFlag,
  fromJson,
  toDate,
  toDateOrNull,
  toFlag,
  toInstant,
  toInstantOrNull,
  toJson,
} from '../shared/columns.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import type { UserRow } from './user-rows.ts'

/** The role that everybody has, and that no row says. */
export const EVERYBODYS_ROLE = 'user'

/** Users with the roles they were granted: one statement, however many roles there are. */
export const selectUsers = (db: Kysely<Schema>) =>
  db
    .selectFrom('users')
    .selectAll('users')
    .select((eb) =>
      eb
        .selectFrom('user_roles')
        .select(dialectOf(db).joined('role').as('roles'))
        .whereRef('user_roles.user_id', '=', 'users.id')
        .as('granted'),
    )

export const toUser = (row: UserRow & { readonly granted: string | null }): User => ({
  id: row.id,
  email: row.email,
  emailCanonical: row.email_canonical,
  emailVerified: fromFlag(row.email_verified),
  firstName: row.first_name,
  lastName: row.last_name,
  username: row.username,
  phone: row.phone,
  locale: row.locale,
  preferences: fromJson(row.preferences),
  profileImageUrl: row.profile_image_url,
  roles: [EVERYBODYS_ROLE, ...(row.granted?.split(',') ?? [])].sort(),
  credentialVersion: row.credential_version,
  accessVersion: row.access_version,
  disabledAt: toDateOrNull(row.disabled_at),
  createdAt: toDate(row.created_at),
  updatedAt: toDate(row.updated_at),
  lastLoginAt: toDateOrNull(row.last_login_at),
})

type ProfileColumn = 'first_name' | 'last_name' | 'username' | 'phone' | 'locale' | 'preferences'

/** The columns of what is given, of users and of staged sign-ups. */
export const profileColumns = (changes: ProfileChanges): Partial<Pick<UserRow, ProfileColumn>> => ({
  ...(changes.firstName !== undefined && { first_name: changes.firstName }),
  ...(changes.lastName !== undefined && { last_name: changes.lastName }),
  ...(changes.username !== undefined && { username: changes.username }),
  ...(changes.phone !== undefined && { phone: changes.phone }),
  ...(changes.locale !== undefined && { locale: changes.locale }),
  ...(changes.preferences !== undefined && { preferences: toJson(changes.preferences) }),
})

export const toUserRow = (user: User): UserRow => ({
  id: user.id,
  email: user.email,
  email_canonical: user.emailCanonical,
  email_verified: toFlag(user.emailVerified),
  first_name: user.firstName,
  last_name: user.lastName,
  username: user.username,
  phone: user.phone,
  locale: user.locale,
  preferences: toJson(user.preferences),
  profile_image_url: user.profileImageUrl,
  credential_version: user.credentialVersion,
  access_version: user.accessVersion,
  access_changed_at: null,
  imported_at: null,
  disabled_at: toInstantOrNull(user.disabledAt),
  created_at: toInstant(user.createdAt),
  updated_at: toInstant(user.updatedAt),
  last_login_at: toInstantOrNull(user.lastLoginAt),
})
