import { type EndReason, MAX_LISTED_SESSIONS, type SessionStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { atomically, type NewsConnections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import { notEnded } from './not-ended.ts'
import { rotateSession } from './rotate-session.ts'
import { toRefreshState, toSession, toSessionRow } from './session-row.ts'

/** Sessions with their refresh state in SQL. */
export const sqlSessions = ({ read, write, news }: NewsConnections): SessionStore => ({
  add: async (session, currentHash) => {
    await write.insertInto('sessions').values(toSessionRow(session, currentHash)).execute()
  },

  rotate: rotateSession(write),

  find: async (id) => {
    const row = await read
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? toRefreshState(row) : null
  },

  live: async (userId, now) => {
    const rows = await read
      .selectFrom('sessions')
      .selectAll()
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', toInstant(now))
      .orderBy('last_used_at', 'desc')
      .limit(MAX_LISTED_SESSIONS)
      .execute()
    return rows.map(toSession)
  },

  end: async (id, reason, now) => {
    const ended = await endStatement(write, reason, now).where('id', '=', id).executeTakeFirst()
    if (ended.numUpdatedRows !== 1n) return false
    news.sessionsEnded([id])
    return true
  },

  endAll: async (userId, reason, now, keptId) => {
    const ids = await atomically({ write }, async (transaction) => {
      const live = transaction
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', toInstant(now))
      const found = await dialectOf(write).lockedInOrder(live, 'id').execute()
      const ids = found.map(({ id }) => id).filter((id) => id !== keptId)
      if (ids.length > 0)
        await endStatement(transaction, reason, now).where('id', 'in', ids).execute()
      return ids
    })
    if (ids.length > 0) news.sessionsEnded(ids)
    return ids
  },
})

const endStatement = (db: Kysely<Schema>, reason: EndReason, now: Date) =>
  db
    .updateTable('sessions')
    .set({ revoked_at: toInstant(now), end_reason: reason })
    .where(notEnded)
    .where('expires_at', '>', toInstant(now))
