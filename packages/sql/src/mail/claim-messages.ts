import type { ClaimedMessage } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toDate, toInstant } from '../shared/columns.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { MessageRow, Schema } from '../shared/schema.ts'
import type { Sealer } from '../shared/sealer.ts'
import { openOrder } from './payload.ts'

/** When a message is looked at again whose payload nobody can open: a former key may come back. */
const UNREADABLE_PAUSE_MS = 5 * 60_000

interface Claim {
  readonly owner: string
  readonly limit: number
  readonly now: Date
  readonly leaseUntil: Date
}

/** Takes due messages under a lease. Must run in a transaction of its own or of the caller. */
export const claimMessages = async (
  transaction: Kysely<Schema>,
  sealer: Sealer,
  claim: Claim,
): Promise<ClaimedMessage[]> => {
  for (;;) {
    const due = await selectDue(transaction, claim)
    if (due.length === 0) return []
    const expired = due.filter((row) => row.expires_at <= toInstant(claim.now))
    await fail(transaction, expired, claim.now)

    const live = due.filter((row) => row.expires_at > toInstant(claim.now))
    const opened = live.map((row) => toClaimed(sealer, row))
    const claimed = opened.filter((message) => message !== null)
    await lease(transaction, claimed, claim)
    await setAside(
      transaction,
      live.filter((_, index) => opened[index] === null),
      claim.now,
    )
    if (claimed.length > 0) return claimed
  }
}

const selectDue = (db: Kysely<Schema>, { limit, now }: Claim): Promise<MessageRow[]> => {
  const due = db
    .selectFrom('messages')
    .selectAll()
    .where('next_try_at', '<=', toInstant(now))
    .where((eb) => eb.or([eb('lease_owner', 'is', null), eb('leased_until', '<=', toInstant(now))]))
    .orderBy('next_try_at')
    .limit(limit)
  return dialectOf(db).lockedWhereFree(due).execute()
}

const toClaimed = (sealer: Sealer, row: MessageRow): ClaimedMessage | null => {
  const order = openOrder(sealer, row)
  const { id, tries, deferrals } = row
  return order && { id, order, createdAt: toDate(row.created_at), tries, deferrals }
}

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

const fail = async (db: Kysely<Schema>, expired: readonly MessageRow[], now: Date) => {
  if (expired.length === 0) return
  await db
    .updateTable('messages')
    .set({ state: 'failed', reason: 'expired', payload: null, next_try_at: null })
    .set({ lease_owner: null, leased_until: null, finished_at: toInstant(now) })
    .where('id', 'in', idsOf(expired))
    .execute()
  await db
    .deleteFrom('messages')
    .where('id', 'in', idsOf(expired))
    .where('recipient', '=', '')
    .execute()
}

const lease = async (
  db: Kysely<Schema>,
  claimed: readonly ClaimedMessage[],
  { owner, leaseUntil }: Claim,
) => {
  if (claimed.length === 0) return
  await db
    .updateTable('messages')
    .set({ lease_owner: owner, leased_until: toInstant(leaseUntil) })
    .where('id', 'in', idsOf(claimed))
    .execute()
}

const setAside = async (db: Kysely<Schema>, unreadable: readonly MessageRow[], now: Date) => {
  if (unreadable.length === 0) return
  await db
    .updateTable('messages')
    .set({ state: 'deferred', reason: 'sealed under another key, or changed' })
    .set({ next_try_at: toInstant(now) + UNREADABLE_PAUSE_MS })
    .set({ lease_owner: null, leased_until: null })
    .where('id', 'in', idsOf(unreadable))
    .execute()
}
