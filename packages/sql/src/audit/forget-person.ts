import type { Kysely } from 'kysely'
import type { Schema } from '../shared/schema.ts'
import { updateAll } from '../shared/update-all.ts'
import type { AuditKeys } from './audit-keys.ts'
import type { AuditEventRow } from './audit-rows.ts'
import {
  blanked,
  erasedSides,
  erasureOf,
  markParts,
  personOf,
  SIDES,
  type Side,
} from './event-parts.ts'
import { eraseSubjectKey } from './subject-keys.ts'

const BATCH = 256

/**
 * Erases the person's key and takes their fields out of every event. Events that other transactions
 * are about to commit lose theirs when they are linked.
 */
export const forgetPerson = async (
  transaction: Kysely<Schema>,
  keys: AuditKeys,
  userId: string,
  now: Date,
): Promise<void> => {
  await eraseSubjectKey(transaction, keys.sealer, userId, now)
  for (;;) {
    const rows = await transaction
      .selectFrom('audit_events')
      .selectAll()
      .where((eb) => eb.or([eb('user_id', '=', userId), eb('actor_id', '=', userId)]))
      .limit(BATCH)
      .execute()
    if (rows.length === 0) return
    await writePersonal(
      transaction,
      rows.map((row) => without(keys, row, userId, now)),
    )
  }
}

const without = (keys: AuditKeys, row: AuditEventRow, userId: string, now: Date) => {
  const sides = SIDES.filter((side) => personOf(row, side) === userId)
  const rest = blanked(row, sides)
  if (row.sequence === null)
    return keys.isFresh(row.mark, markParts(row), now)
      ? { ...rest, mark: keys.sign(markParts(rest)) }
      : rest
  const before: readonly Side[] = erasedSides(keys, row) ?? []
  const all = SIDES.filter((side) => sides.includes(side) || before.includes(side))
  return { ...rest, erasure: erasureOf(keys, rest, all) }
}

const COLUMNS = [
  'user_id',
  'session_id',
  'metadata',
  'actor_id',
  'ip_address',
  'user_agent',
  'request_id',
  'mark',
  'erasure',
] as const

/** Writes the personal fields of events, and the proofs that they may be as they are. */
export const writePersonal = async (
  db: Kysely<Schema>,
  rows: readonly AuditEventRow[],
): Promise<void> => {
  await updateAll(db, {
    table: 'audit_events',
    key: 'id',
    columns: Object.fromEntries(COLUMNS.map((name) => [name, 'text' as const])),
    rows: rows.map((row) => [row.id, ...COLUMNS.map((name) => row[name])]),
  })
}
