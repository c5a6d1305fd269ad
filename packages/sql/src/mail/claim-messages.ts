import type { ClaimedMessage } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import type { Sealer } from '../shared/sealer.ts'
import { toClaimed, UNREADABLE, UNREADABLE_PAUSE_MS } from './claimed-message.ts'
import type { MessageRow } from './message-row.ts'

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

/**
 * What is due: first what somebody held whose lease has ended, then what is nobody's, the longest
 * waiting first. Each is one range of one index: a condition more, or both at once, and a database
 * reads past all that is leased, or locks rows of a second index that others could have had.
 */
const selectDue = async (db: Kysely<Schema>, { limit, now }: Claim): Promise<MessageRow[]> => {
  const { lockedWhereFree } = dialectOf(db)
  const messages = db.selectFrom('messages').selectAll()
  const left = messages.where('leased_until', '<=', toInstant(now)).orderBy('leased_until')
  const abandoned = await lockedWhereFree(left.limit(limit)).execute()
  if (abandoned.length === limit) return abandoned
  const free = messages
    .where('lease_owner', 'is', null)
    .where('next_try_at', '<=', toInstant(now))
    .orderBy('next_try_at')
    .limit(limit - abandoned.length)
  return [...abandoned, ...(await lockedWhereFree(free).execute())]
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
    .set({ state: 'deferred', reason: UNREADABLE })
    .set({ next_try_at: toInstant(now) + UNREADABLE_PAUSE_MS })
    .set({ lease_owner: null, leased_until: null })
    .where('id', 'in', idsOf(unreadable))
    .execute()
}
