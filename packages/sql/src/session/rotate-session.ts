import type { SecretHash, SessionStore } from '@latchkey/core'
import type { CompiledQuery, Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { compiledOnce } from '../shared/compiled-once.ts'
import { atomically } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import { notEnded } from './not-ended.ts'
import { toSession } from './session-row.ts'
import type { SessionRow } from './session-rows.ts'

/** A placeholder of a statement that is compiled once. */
const ANY_HASH = '' as SecretHash

/** The hottest write. Changes and guard stand in the order of the statement below. */
export const rotateSession = (db: Kysely<Schema>): SessionStore['rotate'] => {
  const rotate = dialectOf(db).hasReturning
    ? compiledOnce(db, (on) => rotateStatement(on).returningAll())
    : rotateAndRead(db)
  return async ({ sessionId, presented, next, now, nextExpiresAt }) => {
    const at = toInstant(now)
    const changes = [next, presented, at, at, toInstant(nextExpiresAt)]
    const guard = [presented, at, at, sessionId]
    const [row] = await rotate(...changes, ...guard)
    return row ? toSession(row) : null
  }
}

/** For MySQL, which returns no row: it is read before the transaction lets go of it. */
const rotateAndRead = (db: Kysely<Schema>) => {
  let statement: CompiledQuery | undefined
  return (...values: readonly unknown[]): Promise<readonly SessionRow[]> =>
    atomically({ write: db }, async (transaction) => {
      statement ??= rotateStatement(db).compile()
      const rotated = await transaction.executeQuery({ ...statement, parameters: values })
      if (rotated.numAffectedRows !== 1n) return []
      const id = String(values.at(-1))
      return transaction.selectFrom('sessions').selectAll().where('id', '=', id).execute()
    })
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
    .where('secret_hash', '=', ANY_HASH)
    .where(notEnded)
    .where('refresh_expires_at', '>', 0)
    .where('expires_at', '>', 0)
    .where('id', '=', '')
