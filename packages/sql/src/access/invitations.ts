import type { InvitationStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { takeLock } from '../shared/take-lock.ts'
import { toInvitation, toInvitationRow } from './invitation-row.ts'

/** Invitations in SQL; one that is over is deleted. */
export const sqlInvitations = ({ read, write }: Connections): InvitationStore => ({
  replace: (invitation) =>
    atomically({ write }, async (transaction) => {
      // Else two of one address would be added at once.
      await takeLock(transaction, 'access')
      await endInvitationsOf(transaction, invitation.emailCanonical)
      await transaction.insertInto('invitations').values(toInvitationRow(invitation)).execute()
    }),

  find: async (id, now) => {
    const row = await selectLive(read, now).where('id', '=', id).executeTakeFirst()
    return row ? toInvitation(row) : null
  },

  findByEmail: async (emailCanonical, now) => {
    const found = selectLive(read, now).where('email_canonical', '=', emailCanonical)
    const row = await found.executeTakeFirst()
    return row ? toInvitation(row) : null
  },

  list: async ({ after, limit }, now) => {
    const all = selectLive(read, now).orderBy('id', 'desc').limit(limit)
    const rows = await (after === null ? all : all.where('id', '<', after)).execute()
    return rows.map(toInvitation)
  },

  spend: async ({ id, hash }, now) => {
    const spent = await write
      .deleteFrom('invitations')
      .where('id', '=', id)
      .where('secret_hash', '=', hash)
      .where('expires_at', '>', toInstant(now))
      .executeTakeFirst()
    return spent.numDeletedRows === 1n
  },
})

/** An address that is somebody's, or that nobody may be named by any more, is not invited. */
export const endInvitationsOf = async (
  transaction: Kysely<Schema>,
  emailCanonical: string,
): Promise<void> => {
  await transaction
    .deleteFrom('invitations')
    .where('email_canonical', '=', emailCanonical)
    .execute()
}

const selectLive = (db: Kysely<Schema>, now: Date) =>
  db.selectFrom('invitations').selectAll().where('expires_at', '>', toInstant(now))
