/**
 * For administrators who look at mails: by their state, by their recipient, the newest first. What a
 * dead mail says is kept until its code or link ends, so that it can be sent again; `wipe_at` is when.
 */
import type { Kysely } from 'kysely'
import { steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { column, index } = steps(db)
  await column('messages', 'wipe_at', 'bigint')
  // MailRecords.list
  await index('messages_state', 'messages', ['state', 'id'])
  await index('messages_recipient', 'messages', ['recipient', 'id'])
  // sweep
  await index('messages_wipe_at', 'messages', ['wipe_at'])
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  const { dropColumn, dropIndex } = steps(db)
  await dropIndex('messages_wipe_at', 'messages')
  await dropIndex('messages_recipient', 'messages')
  await dropIndex('messages_state', 'messages')
  await dropColumn('messages', 'wipe_at')
}
