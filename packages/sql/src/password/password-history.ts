import type { PasswordHistory } from '@latchkey/core'
import { atomically, type Connections } from '../shared/connections.ts'

/** Former passwords in SQL. */
export const sqlPasswordHistory = ({ read, write }: Connections): PasswordHistory => ({
  recent: async (userId, count) => {
    const present = await read
      .selectFrom('credentials')
      .select('password_hash')
      .where('user_id', '=', userId)
      .executeTakeFirst()
    const former = await read
      .selectFrom('password_history')
      .select('password_hash')
      .where('user_id', '=', userId)
      .orderBy('credential_version', 'desc')
      .limit(count)
      .execute()
    const all = [...(present ? [present] : []), ...former]
    return all.slice(0, count).map(({ password_hash }) => password_hash)
  },

  retire: (userId, keep) =>
    atomically({ write }, async (transaction) => {
      if (keep > 0)
        await transaction
          .insertInto('password_history')
          .columns(['user_id', 'credential_version', 'password_hash'])
          .expression((eb) =>
            eb
              .selectFrom('credentials')
              .innerJoin('users', 'users.id', 'credentials.user_id')
              .select(['users.id', 'users.credential_version', 'credentials.password_hash'])
              .where('credentials.user_id', '=', userId),
          )
          .execute()
      const newestOut = await transaction
        .selectFrom('password_history')
        .select('credential_version')
        .where('user_id', '=', userId)
        .orderBy('credential_version', 'desc')
        .limit(1)
        .offset(keep)
        .executeTakeFirst()
      if (!newestOut) return
      await transaction
        .deleteFrom('password_history')
        .where('user_id', '=', userId)
        .where('credential_version', '<=', newestOut.credential_version)
        .execute()
    }),
})
