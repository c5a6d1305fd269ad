import { hash } from 'node:crypto'
import {
  type Lockout,
  type LockoutStore,
  MAX_FAILURES_IN_ROW,
  NO_FAILURES,
  takePlace,
  withoutPlace,
} from '@latchkey/core'
import type { Kysely } from 'kysely'
import {
  fromJson,
  toDate,
  toDateOrNull,
  toInstant,
  toInstantOrNull,
  toJson,
} from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import type { LockoutRow } from './protection-rows.ts'

/** A row that nobody added to for so long is of no use; one that disables a password stays. */
const IDLE_MS = 30 * 86_400_000

/** Failed guesses in SQL: each change is made under the lock of its subject's row. */
export const sqlLockouts = ({ read, write }: Connections): LockoutStore => ({
  reserve: (subject, rule, now) =>
    atomically({ write }, async (transaction) => {
      const key = hashOf(subject)
      const { place, lockout } = takePlace(await lockOrMake(transaction, key, now), rule, now)
      if (place.ok) await save(transaction, key, lockout, now)
      return place
    }),

  release: (subject, at) =>
    atomically({ write }, async (transaction) => {
      const key = hashOf(subject)
      const lockout = await lock(transaction, key)
      if (lockout) await save(transaction, key, withoutPlace(lockout, at), at)
    }),

  clear: (subject) =>
    atomically({ write }, async (transaction) => {
      const key = hashOf(subject)
      const lockout = await lock(transaction, key)
      if (!lockout) return 0
      await transaction.deleteFrom('lockouts').where('subject_hash', '=', key).execute()
      return lockout.failuresInRow
    }),

  endRow: async (subject) => {
    await write
      .updateTable('lockouts')
      .set({ failures_in_row: 0, told_at: null })
      .where('subject_hash', '=', hashOf(subject))
      .execute()
  },

  read: async (subject) => {
    const row = await selectRow(read, hashOf(subject)).executeTakeFirst()
    return row ? toLockout(row) : NO_FAILURES
  },
})

/** The failures of many subjects, in one read. */
export const readLockouts = async (
  read: Kysely<Schema>,
  subjects: readonly string[],
): Promise<(subject: string) => Lockout> => {
  const keys = subjects.map(hashOf)
  const rows =
    keys.length === 0
      ? []
      : await read.selectFrom('lockouts').selectAll().where('subject_hash', 'in', keys).execute()
  const found = new Map(rows.map((row) => [row.subject_hash, toLockout(row)]))
  return (subject) => found.get(hashOf(subject)) ?? NO_FAILURES
}

/** The subject is not kept readable: most of them are addresses. */
const hashOf = (subject: string): string => hash('sha256', subject, 'base64url')

const selectRow = (db: Kysely<Schema>, key: string) =>
  db.selectFrom('lockouts').selectAll().where('subject_hash', '=', key)

const lock = async (transaction: Kysely<Schema>, key: string): Promise<Lockout | null> => {
  const row = await dialectOf(transaction).locked(selectRow(transaction, key)).executeTakeFirst()
  return row ? toLockout(row) : null
}

/** The upsert changes nothing in a row that is there, and takes its lock. */
const lockOrMake = async (transaction: Kysely<Schema>, key: string, now: Date) => {
  const insert = transaction.insertInto('lockouts').values(toRow(key, NO_FAILURES, now))
  const unchanged = { subject_hash: key }
  const upsert = dialectOf(transaction).hasOnConflict
    ? insert.onConflict((conflict) => conflict.column('subject_hash').doUpdateSet(unchanged))
    : insert.onDuplicateKeyUpdate(unchanged)
  await upsert.execute()
  return toLockout(await selectRow(transaction, key).executeTakeFirstOrThrow())
}

const save = async (transaction: Kysely<Schema>, key: string, lockout: Lockout, at: Date) => {
  const { subject_hash, ...changes } = toRow(key, lockout, at)
  await transaction
    .updateTable('lockouts')
    .set(changes)
    .where('subject_hash', '=', subject_hash)
    .execute()
}

const toRow = (
  subject_hash: string,
  { recent, failuresInRow, toldAt }: Lockout,
  at: Date,
): LockoutRow => ({
  subject_hash,
  recent: toJson(recent.map(toInstant)),
  failures_in_row: failuresInRow,
  told_at: toInstantOrNull(toldAt),
  expires_at: failuresInRow >= MAX_FAILURES_IN_ROW ? null : at.getTime() + IDLE_MS,
})

const toLockout = (row: LockoutRow): Lockout => ({
  recent: fromJson<readonly number[]>(row.recent).map(toDate),
  failuresInRow: row.failures_in_row,
  toldAt: toDateOrNull(row.told_at),
})
