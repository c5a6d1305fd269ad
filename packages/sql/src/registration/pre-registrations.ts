import { MAX_WRONG_PROOFS, type PreRegistrationStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import { profileColumns } from '../user/user-row.ts'
import { toPreRegistration, toPreRegistrationRow } from './pre-registration-row.ts'

/** Staged sign-ups in SQL. */
export const sqlPreRegistrations = ({ read, write }: Connections): PreRegistrationStore => ({
  add: async (attempt) => {
    await write.insertInto('pre_registrations').values(toPreRegistrationRow(attempt)).execute()
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
      // All of the address, in one order: else two of them would be promoted at once.
      const attempts = transaction
        .selectFrom('pre_registrations')
        .select('id')
        .where('email_canonical', '=', emailCanonical)
      const waiting = await dialectOf(write).lockedInOrder(attempts, 'id').execute()
      if (!waiting.some((attempt) => attempt.id === id)) return false
      await removeAll(transaction, emailCanonical)
      return true
    }),

  ofAddress: async (emailCanonical) => {
    const rows = await read
      .selectFrom('pre_registrations')
      .selectAll()
      .where('email_canonical', '=', emailCanonical)
      .execute()
    return rows.map(toPreRegistration)
  },

  removeAll: (emailCanonical) => removeAll(write, emailCanonical),
})

const removeAll = async (db: Kysely<Schema>, emailCanonical: string): Promise<void> => {
  await db.deleteFrom('pre_registrations').where('email_canonical', '=', emailCanonical).execute()
}
