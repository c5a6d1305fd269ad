import { type Kysely, type RawBuilder, sql } from 'kysely'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import { padded, slicesOf } from '../shared/slices.ts'
import type { AuditDayRow } from './audit-rows.ts'

const DAY_MS = sql.lit(86_400_000)

/** Which events are counted: these, or those that wait to be linked. */
export const withIds = (ids: readonly string[]): RawBuilder<unknown> =>
  sql`id in (${sql.join(padded(ids))})`
export const WAITING: RawBuilder<unknown> = sql`sequence is null`

/**
 * How many of these events, none of which is linked yet, there are of each kind and day; and from
 * how many addresses from which no linked event of that day is. Looks at `limit` of them at most.
 */
export const counting = (which: RawBuilder<unknown>, limit?: number): RawBuilder<AuditDayRow> => {
  const most = limit === undefined ? sql`` : sql`limit ${sql.lit(limit)}`
  const these = sql`
    select at - at % ${DAY_MS} as day, action, coalesce(code, '') as code, ip_address
    from audit_events where ${which} ${most}`
  return sql`
    select day, action as name, code, count(*) as total from (${these}) as w
    group by day, action, code
    union all
    select day, 'addresses', '', count(distinct ip_address) from (${these}) as w
    where ip_address is not null and not exists (
      select 1 from audit_events as e where e.ip_address = w.ip_address
        and e.at >= w.day and e.at < w.day + ${DAY_MS} and e.sequence is not null)
    group by day`
}

/** Counts them for good. For whoever holds the chain: nobody else does meanwhile. */
export const countEvents = async (
  transaction: Kysely<Schema>,
  which: RawBuilder<unknown>,
): Promise<void> => {
  const { rows } = await counting(which).execute(transaction)
  await addToDays(
    transaction,
    rows.map((row) => ({ ...row, total: Number(row.total) })),
  )
}

const addToDays = async (
  transaction: Kysely<Schema>,
  counted: readonly AuditDayRow[],
): Promise<void> => {
  for (const rows of slicesOf(counted)) {
    const insert = transaction.insertInto('audit_days').values([...rows])
    const added = dialectOf(transaction).hasOnConflict
      ? insert.onConflict((conflict) =>
          conflict.columns(['day', 'name', 'code']).doUpdateSet((eb) => ({
            total: eb('audit_days.total', '+', eb.ref('excluded.total')),
          })),
        )
      : insert.onDuplicateKeyUpdate((eb) => ({
          total: eb('total', '+', sql<number>`values(${sql.ref('total')})`),
        }))
    await added.execute()
  }
}
