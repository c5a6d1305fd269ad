import { type KeyObject, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import { inBatches } from '../shared/in-batches.ts'
import type { Schema } from '../shared/schema.ts'
import type { Sealer } from '../shared/sealer.ts'
import { padded, slicesOf } from '../shared/slices.ts'
import { keyFrom } from './audit-keys.ts'
import type { AuditSubjectKeyRow } from './audit-rows.ts'

const KEY_BYTES = 32

/**
 * The key of a person's fields. `forgotten`: it was erased, and so is all that was under it.
 * `unreadable`: it was changed, or sealed under a secret that we do not hold.
 */
export type SubjectKey = KeyObject | 'forgotten' | 'unreadable'
export type SubjectKeys = ReadonlyMap<string, SubjectKey>

const purposeOf = (userId: string): string => `audit-subject-key:${userId}`

const rowsOf = (db: Kysely<Schema>, userIds: readonly string[]) =>
  db.selectFrom('audit_subject_keys').selectAll().where('user_id', 'in', padded(userIds))

const openKey = (sealer: Sealer, { user_id, sealed_key }: AuditSubjectKeyRow): SubjectKey => {
  try {
    const key = sealer.open(purposeOf(user_id), sealed_key)
    return key === '' ? 'forgotten' : keyFrom(key)
  } catch {
    return 'unreadable'
  }
}

const opened = (sealer: Sealer, rows: readonly AuditSubjectKeyRow[]): SubjectKeys =>
  new Map(rows.map((row) => [row.user_id, openKey(sealer, row)]))

/** The keys there are of these persons. */
export const findSubjectKeys = async (
  db: Kysely<Schema>,
  sealer: Sealer,
  userIds: readonly string[],
): Promise<SubjectKeys> => opened(sealer, await rowsOf(db, userIds).execute())

/** The keys of these persons, made where there is none. Nobody is forgotten until the transaction ends. */
export const holdSubjectKeys = async (
  transaction: Kysely<Schema>,
  sealer: Sealer,
  userIds: readonly string[],
): Promise<SubjectKeys> => {
  const query = dialectOf(transaction).lockedInOrder(rowsOf(transaction, userIds), 'user_id')
  const keys = opened(sealer, await query.execute())
  const made = userIds.filter((userId) => !keys.has(userId)).map((id) => makeKey(sealer, id))
  for (const rows of slicesOf(made)) await insertMissing(transaction, rows)
  // Read again: who was forgotten at this very moment has a row by now, and it is not ours.
  return made.length === 0 ? keys : opened(sealer, await query.execute())
}

const insertMissing = async (
  transaction: Kysely<Schema>,
  rows: readonly AuditSubjectKeyRow[],
): Promise<void> => {
  const insert = transaction.insertInto('audit_subject_keys').values([...rows])
  const orNothing = dialectOf(transaction).hasOnConflict
    ? insert.onConflict((conflict) => conflict.column('user_id').doNothing())
    : insert.onDuplicateKeyUpdate((eb) => ({ user_id: eb.ref('user_id') }))
  await orNothing.execute()
}

const makeKey = (sealer: Sealer, userId: string): AuditSubjectKeyRow => {
  const key = randomBytes(KEY_BYTES).toString('base64url')
  return { user_id: userId, sealed_key: sealer.seal(purposeOf(userId), key), forgotten_at: null }
}

/** Puts nothing in the place of the person's key, which tells a later look that it was erased. */
export const eraseSubjectKey = async (
  transaction: Kysely<Schema>,
  sealer: Sealer,
  userId: string,
  now: Date,
): Promise<void> => {
  const erased = { sealed_key: sealer.seal(purposeOf(userId), ''), forgotten_at: now.getTime() }
  const update = transaction
    .updateTable('audit_subject_keys')
    .set(erased)
    .where('user_id', '=', userId)
  if ((await update.executeTakeFirst()).numUpdatedRows > 0n) return
  const insert = transaction.insertInto('audit_subject_keys').values({ user_id: userId, ...erased })
  const key = { columns: ['user_id'], name: 'PRIMARY' } as const
  if (!(await dialectOf(transaction).insertUnlessThere(insert, key))) await update.execute()
}

/** Seals the keys under the newest secret; resolves to how many were under another one. */
export const resealSubjectKeys = async (
  { read, write }: Connections,
  sealer: Sealer,
): Promise<number> => {
  const load = (after: string, limit: number) =>
    read
      .selectFrom('audit_subject_keys')
      .selectAll()
      .where('user_id', '>', after)
      .orderBy('user_id')
      .limit(limit)
      .execute()
  let resealed = 0
  for await (const row of inBatches(load, ({ user_id }) => user_id))
    if (await reseal(write, sealer, row)) resealed += 1
  return resealed
}

/** Resolves to false when there was nothing to do. */
const reseal = async (
  db: Kysely<Schema>,
  sealer: Sealer,
  { user_id, sealed_key }: AuditSubjectKeyRow,
): Promise<boolean> => {
  if (!sealer.needsReseal(sealed_key)) return false
  const key = sealer.open(purposeOf(user_id), sealed_key)
  const changed = await db
    .updateTable('audit_subject_keys')
    .set({ sealed_key: sealer.seal(purposeOf(user_id), key) })
    .where('user_id', '=', user_id)
    .where('sealed_key', '=', sealed_key)
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n
}
