import type { PasswordResetStore } from '@latchkey/core'
import { toDate, toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'

/** Password resets in SQL; a spent one is deleted. */
export const sqlPasswordResets = ({ read, write }: Connections): PasswordResetStore => ({
  add: async ({ id, userId, hash, createdAt, expiresAt }) => {
    const row = { id, user_id: userId, secret_hash: hash }
    await write
      .insertInto('password_resets')
      .values({ ...row, created_at: toInstant(createdAt), expires_at: toInstant(expiresAt) })
      .execute()
  },

  find: async (id, now) => {
    const row = await read
      .selectFrom('password_resets')
      .selectAll()
      .where('id', '=', id)
      .where('expires_at', '>', toInstant(now))
      .executeTakeFirst()
    if (!row) return null
    const { user_id: userId, secret_hash: hash } = row
    const createdAt = toDate(row.created_at)
    return { id: row.id, userId, hash, createdAt, expiresAt: toDate(row.expires_at) }
  },

  spend: ({ id, userId, hash }, now) =>
    atomically({ write }, async (transaction) => {
      // The user first: else two resets of one user would be spent at once.
      const owner = transaction.selectFrom('users').select('id').where('id', '=', userId)
      await dialectOf(write).locked(owner).execute()
      const spent = await transaction
        .deleteFrom('password_resets')
        .where('id', '=', id)
        .where('secret_hash', '=', hash)
        .where('expires_at', '>', toInstant(now))
        .executeTakeFirst()
      if (spent.numDeletedRows !== 1n) return false
      await transaction.deleteFrom('password_resets').where('user_id', '=', userId).execute()
      return true
    }),

  removeAll: async (userId) => {
    await write.deleteFrom('password_resets').where('user_id', '=', userId).execute()
  },
})
