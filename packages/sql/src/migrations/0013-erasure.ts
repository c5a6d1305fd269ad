/**
 * Erasing a person: their sessions go with them, and the ids of these stay for as long as access
 * tokens of theirs could be alive, so that every process refuses them.
 */
import type { Kysely } from 'kysely'
import { steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { index, table, text } = steps(db)
  await table('erased_sessions')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('revoked_at', 'bigint', (c) => c.notNull())
    .execute()
  // RevocationStore.since
  await index('erased_sessions_revoked_at', 'erased_sessions', ['revoked_at'])
  // UserStore.erase
  await index('otp_requests_email_canonical', 'otp_requests', ['email_canonical'])
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  const { drop, dropIndex } = steps(db)
  await dropIndex('otp_requests_email_canonical', 'otp_requests')
  await drop('erased_sessions')
}
