import type { MailTemplate } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import type { Schema } from '../shared/schema.ts'

/** Counts what was sent since then and what somebody holds now: one range of one index each. */
export const leavingMessages = async (
  db: Kysely<Schema>,
  templates: readonly MailTemplate[],
  since: Date,
  now: Date,
): Promise<number> => {
  const counted = db
    .selectFrom('messages')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('template', 'in', templates)
    .where('recipient', '!=', '')
  const sent = await counted
    .where('finished_at', '>', toInstant(since))
    .where('state', '=', 'sent')
    .executeTakeFirstOrThrow()
  const held = await counted.where('leased_until', '>', toInstant(now)).executeTakeFirstOrThrow()
  return Number(sent.count) + Number(held.count)
}
