import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Connections } from './connections.ts'
import type { Schema } from './schema.ts'

const DAY_MS = 86_400_000
const ENDED_SESSION_DAYS = 1
const FINISHED_MESSAGE_DAYS = 30

interface Options {
  readonly now: Date
  readonly auditRetentionDays: number
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

const rules = (auditRetentionDays: number): readonly Rule[] => [
  { table: 'pre_registrations', column: 'expires_at', days: 0 },
  { table: 'password_resets', column: 'expires_at', days: 0 },
  { table: 'otp_codes', column: 'expires_at', days: 0 },
  { table: 'otp_requests', column: 'expires_at', days: 0 },
  { table: 'setup_tokens', column: 'expires_at', days: 0 },
  { table: 'attempt_budgets', column: 'resets_at', days: 0, key: 'subject_hash' },
  { table: 'sessions', column: 'expires_at', days: ENDED_SESSION_DAYS },
  { table: 'sessions', column: 'revoked_at', days: ENDED_SESSION_DAYS },
  { table: 'messages', column: 'finished_at', days: FINISHED_MESSAGE_DAYS },
  { table: 'audit_events', column: 'at', days: auditRetentionDays },
]

/** Deletes what has expired, in small batches. Several processes may do so at the same time. */
export const sweep = async (
  connections: Connections,
  { now, auditRetentionDays, batchSize = 500 }: Options,
): Promise<Swept> => {
  const swept: Partial<Record<keyof Schema, number>> = {}
  for (const rule of rules(auditRetentionDays)) {
    const before = now.getTime() - rule.days * DAY_MS
    for (let found = batchSize; found === batchSize; ) {
      found = await removeBatch(connections, rule, before, batchSize)
      swept[rule.table] = (swept[rule.table] ?? 0) + found
      await yieldToOthers()
    }
  }
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
