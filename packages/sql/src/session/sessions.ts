import type { EndReason, SecretHash, SessionStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { compiledOnce } from '../shared/compiled-once.ts'
import { atomically, type NewsConnections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { toRefreshState, toSession, toSessionRow } from './session-row.ts'

/** A placeholder of a statement that is compiled once. */
const ANY_HASH = '' as SecretHash

/** Sessions with their refresh state in SQL. */
export const sqlSessions = ({ read, write, news }: NewsConnections): SessionStore => ({
  add: async (session, currentHash) => {
    await write.insertInto('sessions').values(toSessionRow(session, currentHash)).execute()
  },

  rotate: rotator(write),

  find: async (id) => {
    const row = await read
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? toRefreshState(row) : null
  },

  end: async (id, reason, now) => {
    const ended = await endStatement(write, reason, now).where('id', '=', id).executeTakeFirst()
    if (ended.numUpdatedRows !== 1n) return false
    news.sessionsEnded([id])
    return true
  },

  endAll: async (userId, reason, now) => {
    const ids = await atomically({ write }, async (transaction) => {
      const live = await transaction
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', toInstant(now))
        .execute()
      await endStatement(transaction, reason, now).where('user_id', '=', userId).execute()
      return live.map(({ id }) => id)
    })
    if (ids.length > 0) news.sessionsEnded(ids)
    return ids
  },
})

/** The hottest write. Changes and guard stand in the order of the statement below. */
const rotator = (db: Kysely<Schema>): SessionStore['rotate'] => {
  const rotate = compiledOnce(db, rotateStatement)
  return async ({ sessionId, presented, next, now, nextExpiresAt }) => {
    const at = toInstant(now)
    const changes = [next, presented, at, at, toInstant(nextExpiresAt)]
    const guard = [sessionId, presented, at, at]
    const [row] = await rotate(...changes, ...guard)
    return row ? toSession(row) : null
  }
}

const rotateStatement = (db: Kysely<Schema>) =>
  db
    .updateTable('sessions')
    .set({
      secret_hash: ANY_HASH,
      last_hash: ANY_HASH,
      rotated_at: 0,
      last_used_at: 0,
      refresh_expires_at: 0,
    })
    .where('id', '=', '')
    .where('secret_hash', '=', ANY_HASH)
    .where('revoked_at', 'is', null)
    .where('refresh_expires_at', '>', 0)
    .where('expires_at', '>', 0)
    .returningAll()

const endStatement = (db: Kysely<Schema>, reason: EndReason, now: Date) =>
  db
    .updateTable('sessions')
    .set({ revoked_at: toInstant(now), end_reason: reason })
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', toInstant(now))
