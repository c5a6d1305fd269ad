import type { User } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { endInvitationsOf } from '../access/invitations.ts'
import { atomically } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'

/** Deletes a user; what refers to them goes by the foreign keys of the database. */
export const eraseUser = (
  write: Kysely<Schema>,
  { id, emailCanonical }: Pick<User, 'id' | 'emailCanonical'>,
): Promise<void> =>
  atomically({ write }, async (transaction) => {
    await transaction
      .insertInto('erased_sessions')
      .columns(['id', 'revoked_at'])
      .expression((eb) =>
        eb
          .selectFrom('sessions')
          .select(['id', 'revoked_at'])
          .where('user_id', '=', id)
          .where('revoked_at', 'is not', null)
          .$narrowType<{ revoked_at: number }>(),
      )
      .execute()
    await removeOtpRequests(transaction, emailCanonical)
    await endInvitationsOf(transaction, emailCanonical)
    for (const table of ['settings', 'setting_versions'] as const)
      await transaction
        .updateTable(table)
        .set({ updated_by: null })
        .where('updated_by', '=', id)
        .execute()
    await transaction.deleteFrom('users').where('id', '=', id).execute()
  })

/** Found first and deleted by key: whoever asks for a code meanwhile is not waited for. */
const removeOtpRequests = async (
  transaction: Kysely<Schema>,
  emailCanonical: string,
): Promise<void> => {
  const requests = await transaction
    .selectFrom('otp_requests')
    .select('id')
    .where('email_canonical', '=', emailCanonical)
    .execute()
  if (requests.length === 0) return
  const ids = requests.map((request) => request.id)
  await transaction.deleteFrom('otp_requests').where('id', 'in', ids).execute()
}
