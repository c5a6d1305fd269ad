import type { SetupTokenStore } from '@latchkey/core'
import { toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { takeLock } from '../shared/take-lock.ts'

/** Setup tokens in SQL; a spent one is deleted. */
export const sqlSetupTokens = ({ write }: Connections): SetupTokenStore => ({
  replace: ({ id, hash, expiresAt }) =>
    atomically({ write }, async (transaction) => {
      await takeLock(transaction, 'setup_tokens')
      await transaction.deleteFrom('setup_tokens').execute()
      await transaction
        .insertInto('setup_tokens')
        .values({ id, secret_hash: hash, expires_at: toInstant(expiresAt) })
        .execute()
    }),

  spend: async ({ id, hash }, now) => {
    const spent = await write
      .deleteFrom('setup_tokens')
      .where('id', '=', id)
      .where('secret_hash', '=', hash)
      .where('expires_at', '>', toInstant(now))
      .executeTakeFirst()
    return spent.numDeletedRows === 1n
  },
})
