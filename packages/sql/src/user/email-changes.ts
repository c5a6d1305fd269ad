import { type EmailChangeStore, MAX_WRONG_CODES } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toDate, toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'

/** Pending changes of addresses in SQL; one that is over by its code or its successor is deleted. */
export const sqlEmailChanges = ({ read, write }: Connections): EmailChangeStore => ({
  replace: ({ createdAt, expiresAt, ...change }) =>
    atomically({ write }, async (transaction) => {
      // The user first: else two requests of one user would both be the first.
      const owner = transaction.selectFrom('users').select('id').where('id', '=', change.userId)
      await dialectOf(write).locked(owner).execute()
      await transaction.deleteFrom('email_changes').where('user_id', '=', change.userId).execute()
      await transaction
        .insertInto('email_changes')
        .values({
          id: change.id,
          user_id: change.userId,
          session_id: change.sessionId,
          email: change.email,
          email_canonical: change.emailCanonical,
          code_hash: change.codeHash,
          wrong_codes: 0,
          created_at: toInstant(createdAt),
          expires_at: toInstant(expiresAt),
        })
        .execute()
    }),

  find: async (userId, now) => {
    const row = await read
      .selectFrom('email_changes')
      .selectAll()
      .where('user_id', '=', userId)
      .where('expires_at', '>', toInstant(now))
      .where('wrong_codes', '<', MAX_WRONG_CODES)
      .executeTakeFirst()
    if (!row) return null
    return {
      id: row.id,
      userId: row.user_id,
      sessionId: row.session_id,
      email: row.email,
      emailCanonical: row.email_canonical,
      codeHash: row.code_hash,
      createdAt: toDate(row.created_at),
      expiresAt: toDate(row.expires_at),
    }
  },

  reserveTry: async (id) => {
    const reserved = await write
      .updateTable('email_changes')
      .set((eb) => ({ wrong_codes: eb('wrong_codes', '+', 1) }))
      .where('id', '=', id)
      .where('wrong_codes', '<', MAX_WRONG_CODES)
      .executeTakeFirst()
    return reserved.numUpdatedRows === 1n
  },

  spend: async (id) => {
    const spent = await write.deleteFrom('email_changes').where('id', '=', id).executeTakeFirst()
    return spent.numDeletedRows === 1n
  },
})

/** A change is over when its address is somebody's. */
export const endEmailChangesTo = async (
  db: Kysely<Schema>,
  emailCanonical: string,
): Promise<void> => {
  await db.deleteFrom('email_changes').where('email_canonical', '=', emailCanonical).execute()
}
