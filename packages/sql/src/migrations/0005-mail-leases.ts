/**
 * With a broker a mail is leased for as long as its ticket lives, and thousands may be. Whose lease
 * has ended, and what is nobody's, is found without reading past all of them.
 */
import type { Kysely } from 'kysely'
import { steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  // MailQueue.claim, nextDueAt
  await steps(db).index('messages_leased_until', 'messages', ['leased_until'])
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  await steps(db).dropIndex('messages_leased_until', 'messages')
}
