import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { sql } from 'kysely'
import { wipePayloads } from '../mail/wipe-payloads.ts'
import type { Connections } from './connections.ts'
import type { Schema } from './schema.ts'

const DAY_MS = 86_400_000
const ENDED_SESSION_DAYS = 1
const UNFINISHED_IMPORT_DAYS = 30
const FINISHED_MESSAGE_DAYS = 30
/** The figures of a year and a bit, whatever the audit log still has. */
const COUNTED_DAYS = 400

interface Options {
  readonly now: Date
  /** Rows per statement; others get their turn between two. */
  readonly batchSize?: number
}

/** How many rows were deleted, by table. */
export type Swept = Readonly<Partial<Record<keyof Schema, number>>>

/** Rows are of no use when `column` is so many days in the past. */
interface Rule {
  readonly table: keyof Schema
  readonly column: string
  readonly days: number
  readonly key?: string
}

const RULES: readonly Rule[] = [
  { table: 'pre_registrations', column: 'expires_at', days: 0 },
  { table: 'password_resets', column: 'expires_at', days: 0 },
  { table: 'email_changes', column: 'expires_at', days: 0 },
  { table: 'otp_codes', column: 'expires_at', days: 0 },
  { table: 'otp_requests', column: 'expires_at', days: 0 },
  { table: 'invitations', column: 'expires_at', days: 0 },
  { table: 'setup_tokens', column: 'expires_at', days: 0 },
  { table: 'attempt_budgets', column: 'resets_at', days: 0, key: 'subject_hash' },
  { table: 'lockouts', column: 'expires_at', days: 0, key: 'subject_hash' },
  { table: 'sessions', column: 'expires_at', days: ENDED_SESSION_DAYS },
  { table: 'sessions', column: 'revoked_at', days: ENDED_SESSION_DAYS },
  { table: 'erased_sessions', column: 'revoked_at', days: ENDED_SESSION_DAYS },
  { table: 'imports', column: 'updated_at', days: UNFINISHED_IMPORT_DAYS, key: 'source' },
  { table: 'messages', column: 'finished_at', days: FINISHED_MESSAGE_DAYS },
  { table: 'audit_days', column: 'day', days: COUNTED_DAYS, key: 'day' },
]

/**
 * Deletes what has expired, in small batches, and what dead mails say that have. Several processes may do so at the same time. Audit
 * events go by `cutAuditLog`.
 */
export const sweep = async (
  connections: Connections,
  { now, batchSize = 500 }: Options,
): Promise<Swept> => {
  const swept: Partial<Record<keyof Schema, number>> = {}
  for (const rule of RULES) {
    const before = now.getTime() - rule.days * DAY_MS
    for (let found = batchSize; found === batchSize; ) {
      found = await removeBatch(connections, rule, before, batchSize)
      swept[rule.table] = (swept[rule.table] ?? 0) + found
      await yieldToOthers()
    }
  }
  for (let found = batchSize; found === batchSize; )
    found = await wipePayloads(connections, now, batchSize)
  return swept
}

/** Looks beside the writer and deletes by key; a row that was renewed meanwhile stays. */
const removeBatch = async (
  { read, write }: Connections,
  { table, column, key = 'id' }: Rule,
  before: number,
  batchSize: number,
): Promise<number> => {
  const isOutdated = sql`${sql.ref(column)} <= ${before}`
  const { rows } = await sql<{ key: string }>`
    select ${sql.ref(key)} as ${sql.ref('key')} from ${sql.table(table)}
    where ${isOutdated} limit ${batchSize}`.execute(read)
  if (rows.length === 0) return 0
  const keys = sql.join(rows.map((row) => row.key))
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ${sql.ref(key)} in (${keys}) and ${isOutdated}`.execute(
    write,
  )
  return Number(numAffectedRows ?? 0)
}
