import {
  MAX_WRONG_PROOFS,
  type PreRegistration,
  type PreRegistrationStore,
  type Profile,
} from '@latchkey/core'
import { fromJson, toDate, toInstant, toJson } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import type { PreRegistrationRow } from '../shared/schema.ts'

/** Staged sign-ups in SQL. */
export const sqlPreRegistrations = ({ read, write }: Connections): PreRegistrationStore => ({
  add: async (attempt) => {
    await write.insertInto('pre_registrations').values(toRow(attempt)).execute()
  },

  find: async (id, now) => {
    const row = await read
      .selectFrom('pre_registrations')
      .selectAll()
      .where('id', '=', id)
      .where('expires_at', '>', toInstant(now))
      .where('wrong_proofs', '<', MAX_WRONG_PROOFS)
      .executeTakeFirst()
    return row ? toPreRegistration(row) : null
  },

  amend: async (id, changes) => {
    const columns = profileColumns(changes)
    if (Object.keys(columns).length === 0) return
    await write.updateTable('pre_registrations').set(columns).where('id', '=', id).execute()
  },

  renew: async (id, linkHash, codeHash) => {
    await write
      .updateTable('pre_registrations')
      .set({ link_hash: linkHash, code_hash: codeHash })
      .where('id', '=', id)
      .execute()
  },

  reserveProof: async (id) => {
    const reserved = await write
      .updateTable('pre_registrations')
      .set((eb) => ({ wrong_proofs: eb('wrong_proofs', '+', 1) }))
      .where('id', '=', id)
      .where('wrong_proofs', '<', MAX_WRONG_PROOFS)
      .executeTakeFirst()
    return reserved.numUpdatedRows === 1n
  },

  releaseProof: async (id) => {
    await write
      .updateTable('pre_registrations')
      .set((eb) => ({ wrong_proofs: eb('wrong_proofs', '-', 1) }))
      .where('id', '=', id)
      .where('wrong_proofs', '>', 0)
      .execute()
  },

  promote: ({ id, emailCanonical }) =>
    atomically({ write }, async (transaction) => {
      const taken = await transaction
        .deleteFrom('pre_registrations')
        .where('id', '=', id)
        .executeTakeFirst()
      if (taken.numDeletedRows !== 1n) return false
      await transaction
        .deleteFrom('pre_registrations')
        .where('email_canonical', '=', emailCanonical)
        .execute()
      return true
    }),
})

const profileColumns = (profile: Partial<Profile>): Partial<PreRegistrationRow> => ({
  ...(profile.firstName !== undefined && { first_name: profile.firstName }),
  ...(profile.lastName !== undefined && { last_name: profile.lastName }),
  ...(profile.username !== undefined && { username: profile.username }),
  ...(profile.phone !== undefined && { phone: profile.phone }),
  ...(profile.preferences !== undefined && { preferences: toJson(profile.preferences) }),
})

const toRow = (attempt: PreRegistration): PreRegistrationRow => ({
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

const toPreRegistration = (row: PreRegistrationRow): PreRegistration => ({
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
