import type { PasswordHash, PreRegistration, SecretHash } from '@latchkey/core'
import {
  fromJson,
  type Instant,
  type JsonText,
  toDate,
  toInstant,
  toJson,
} from '../shared/columns.ts'

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

export interface PreRegistrationRow {
  id: string
  email: string
  email_canonical: string
  password_hash: PasswordHash
  first_name: string | null
  last_name: string | null
  username: string | null
  phone: string | null
  preferences: JsonText
  locale: string
  registration_hash: SecretHash
  link_hash: SecretHash
  code_hash: SecretHash
  wrong_proofs: number
  created_at: Instant
  expires_at: Instant
}
