import type { PreRegistration, Profile } from '@latchkey/core'
import { fromJson, toDate, toInstant, toJson } from '../shared/columns.ts'
import type { PreRegistrationRow } from '../shared/schema.ts'

/** The columns of those fields of a profile that are given. */
export const profileColumns = (profile: Partial<Profile>): Partial<PreRegistrationRow> => ({
  ...(profile.firstName !== undefined && { first_name: profile.firstName }),
  ...(profile.lastName !== undefined && { last_name: profile.lastName }),
  ...(profile.username !== undefined && { username: profile.username }),
  ...(profile.phone !== undefined && { phone: profile.phone }),
  ...(profile.preferences !== undefined && { preferences: toJson(profile.preferences) }),
})

export const toPreRegistrationRow = (attempt: PreRegistration): PreRegistrationRow => ({
  id: attempt.id,
  email: attempt.email,
  email_canonical: attempt.emailCanonical,
  password_hash: attempt.passwordHash,
  first_name: attempt.profile.firstName,
  last_name: attempt.profile.lastName,
  username: attempt.profile.username,
  phone: attempt.profile.phone,
  preferences: toJson(attempt.profile.preferences),
  locale: attempt.locale,
  registration_hash: attempt.registrationHash,
  link_hash: attempt.linkHash,
  code_hash: attempt.codeHash,
  wrong_proofs: 0,
  created_at: toInstant(attempt.createdAt),
  expires_at: toInstant(attempt.expiresAt),
})

export const toPreRegistration = (row: PreRegistrationRow): PreRegistration => ({
  id: row.id,
  email: row.email,
  emailCanonical: row.email_canonical,
  passwordHash: row.password_hash,
  profile: {
    firstName: row.first_name,
    lastName: row.last_name,
    username: row.username,
    phone: row.phone,
    preferences: fromJson(row.preferences),
  },
  locale: row.locale,
  registrationHash: row.registration_hash,
  linkHash: row.link_hash,
  codeHash: row.code_hash,
  createdAt: toDate(row.created_at),
  expiresAt: toDate(row.expires_at),
})
