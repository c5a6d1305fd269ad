import type { MailFilter, MailRecord, MailRecords } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import { toDate, toDateOrNull, toInstant } from '../shared/columns.ts'
import type { NewsConnections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import type { MessageRow } from './message-row.ts'

/** Of the row only what may be seen: neither what the mail says nor in whose hands it is. */
const COLUMNS = [
  ...(['id', 'template', 'recipient', 'locale', 'state', 'tries', 'reason'] as const),
  ...(['created_at', 'next_try_at', 'finished_at', 'expires_at'] as const),
] satisfies (keyof MessageRow)[]

type RecordRow = Pick<MessageRow, (typeof COLUMNS)[number]>

/** The recipient of a decoy. */
const TO_NOBODY = ''

/** The outbox in SQL as administrators look at it. */
export const sqlMailRecords = ({ read, write, news }: NewsConnections): MailRecords => ({
  find: async (id) => {
    const row = await selectRecords(read).where('id', '=', id).executeTakeFirst()
    return row ? toRecord(row) : null
  },

  list: async ({ filter, after, limit }) => {
    const meant = filtered(selectRecords(read), filter)
    const rest = after === null ? meant : meant.where('id', '<', after)
    return (await rest.orderBy('id', 'desc').limit(limit).execute()).map(toRecord)
  },

  queueAgain: async (id, now) => {
    const { numUpdatedRows } = await write
      .updateTable('messages')
      .set({ state: 'queued', tries: 0, deferrals: 0, reason: null })
      .set({ next_try_at: toInstant(now), finished_at: null, wipe_at: null })
      .where('id', '=', id)
      .where('recipient', '!=', TO_NOBODY)
      .where('state', 'in', ['deferred', 'dead'])
      .where('payload', 'is not', null)
      .where('lease_owner', 'is', null)
      .where('expires_at', '>', toInstant(now))
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    news.messageAdded()
    return true
  },
})

const selectRecords = (db: Kysely<Schema>) =>
  db.selectFrom('messages').select(COLUMNS).where('recipient', '!=', TO_NOBODY)

type Records = ReturnType<typeof selectRecords>

const filtered = (query: Records, { state, template, to }: MailFilter): Records => {
  let meant = query
  if (state !== undefined) meant = meant.where('state', '=', state)
  if (to !== undefined) meant = meant.where('recipient', '=', to)
  if (template !== undefined) meant = meant.where(sql.ref<string>('template'), '=', template)
  return meant
}

const toRecord = (row: RecordRow): MailRecord => ({
  id: row.id,
  template: row.template,
  to: row.recipient,
  locale: row.locale,
  state: row.state,
  tries: row.tries,
  reason: row.reason,
  createdAt: toDate(row.created_at),
  nextTryAt: toDateOrNull(row.next_try_at),
  sentAt: row.state === 'sent' ? toDateOrNull(row.finished_at) : null,
  expiresAt: toDate(row.expires_at),
})
