import type { CredentialStore } from '@latchkey/core'
import { toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import { selectUsers, toUser } from '../user/user-row.ts'

/** Passwords in SQL. */
export const sqlCredentials = ({ read, write }: Connections): CredentialStore => ({
  findByEmail: async (emailCanonical) => {
    const row = await selectUsers(read)
      .leftJoin('credentials', 'credentials.user_id', 'users.id')
      .select('credentials.password_hash')
      .where('users.email_canonical', '=', emailCanonical)
      .executeTakeFirst()
    return row ? { user: toUser(row), hash: row.password_hash } : null
  },

  set: (userId, hash, now) =>
    atomically({ write }, async (transaction) => {
      // The user first, as `lock` does: so no two changes wait for each other.
      await transaction
        .updateTable('users')
        .set((eb) => ({
          credential_version: eb('credential_version', '+', 1),
          updated_at: toInstant(now),
        }))
        .where('id', '=', userId)
        .execute()
      const changes = { password_hash: hash, updated_at: toInstant(now) }
      const insert = transaction.insertInto('credentials').values({ user_id: userId, ...changes })
      const upsert = dialectOf(write).hasOnConflict
        ? insert.onConflict((conflict) => conflict.column('user_id').doUpdateSet(changes))
        : insert.onDuplicateKeyUpdate(changes)
      await upsert.execute()
      const { credential_version } = await transaction
        .selectFrom('users')
        .select('credential_version')
        .where('id', '=', userId)
        .executeTakeFirstOrThrow()
      return credential_version
    }),

  renew: async (userId, old, hash, now) => {
    await write
      .updateTable('credentials')
      .set({ password_hash: hash, updated_at: toInstant(now) })
      .where('user_id', '=', userId)
      .where('password_hash', '=', old)
      .execute()
  },

  forgetGuesses: async (userId) => {
    await write
      .updateTable('users')
      .set((eb) => ({ credential_version: eb('credential_version', '+', 1) }))
      .where('id', '=', userId)
      .execute()
  },
})
