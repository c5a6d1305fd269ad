import type { AvatarStore } from '@latchkey/core'
import { toDate, toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'

/** Pictures of users in SQL, as base64: a text is the same in every database and every backup. */
export const sqlAvatars = ({ read, write }: Connections): AvatarStore => ({
  find: async (id) => {
    const row = await read.selectFrom('avatars').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) return null
    const webp = Uint8Array.from(Buffer.from(row.webp, 'base64'))
    return { id: row.id, userId: row.user_id, webp, createdAt: toDate(row.created_at) }
  },

  replace: ({ id, userId, webp, createdAt }) =>
    atomically({ write }, async (transaction) => {
      // The user first: else two uploads of one user would both be the first.
      const owner = transaction.selectFrom('users').select('id').where('id', '=', userId)
      await dialectOf(write).locked(owner).execute()
      await transaction.deleteFrom('avatars').where('user_id', '=', userId).execute()
      const image = Buffer.from(webp).toString('base64')
      await transaction
        .insertInto('avatars')
        .values({ id, user_id: userId, webp: image, created_at: toInstant(createdAt) })
        .execute()
    }),

  remove: async (userId) => {
    await write.deleteFrom('avatars').where('user_id', '=', userId).execute()
  },
})
