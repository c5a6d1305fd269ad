import type { User } from '@latchkey/core'
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
import type { Schema, UserRow } from '../shared/schema.ts'

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
  disabledAt: toDateOrNull(row.disabled_at),
  createdAt: toDate(row.created_at),
  updatedAt: toDate(row.updated_at),
  lastLoginAt: toDateOrNull(row.last_login_at),
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
  disabled_at: toInstantOrNull(user.disabledAt),
  created_at: toInstant(user.createdAt),
  updated_at: toInstant(user.updatedAt),
  last_login_at: toInstantOrNull(user.lastLoginAt),
})
