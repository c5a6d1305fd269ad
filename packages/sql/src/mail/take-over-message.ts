import type { ClaimedMessage, Settlement } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import type { Sealer } from '../shared/sealer.ts'
import { toClaimed, UNREADABLE, UNREADABLE_PAUSE_MS } from './claimed-message.ts'
import type { MessageRow } from './message-row.ts'
import { settleMessage } from './settle-message.ts'

interface TakeOver {
  readonly ticket: string
  readonly owner: string
  readonly id: string
  readonly leaseUntil: Date
  readonly now: Date
}

/**
 * Passes a message from a ticket to an owner. The update decides; what follows is the owner's own
 * and needs no transaction: should we end in between, the lease runs out.
 */
export const takeOverMessage = async (
  db: Kysely<Schema>,
  sealer: Sealer,
  taking: TakeOver,
): Promise<ClaimedMessage | null> => {
  const { owner, id, now } = taking
  const row = await pass(db, taking)
  if (!row) return null

  const settle = (result: Pick<Settlement, 'state' | 'nextTryAt' | 'reason'>) =>
    settleMessage(db, {
      ...{ owner, id, now },
      result: { ...result, tries: row.tries, deferrals: row.deferrals },
    })
  if (row.expires_at <= toInstant(now)) {
    await settle({ state: 'failed', nextTryAt: null, reason: 'expired' })
    return null
  }
  const claimed = toClaimed(sealer, row)
  if (claimed) return claimed
  const nextTryAt = new Date(now.getTime() + UNREADABLE_PAUSE_MS)
  await settle({ state: 'deferred', nextTryAt, reason: UNREADABLE })
  return null
}

/** The row as it is now; undefined when the ticket is void. */
const pass = async (
  db: Kysely<Schema>,
  { ticket, owner, id, leaseUntil }: TakeOver,
): Promise<MessageRow | undefined> => {
  const passing = db
    .updateTable('messages')
    .set({ lease_owner: owner, leased_until: toInstant(leaseUntil) })
    .where('id', '=', id)
    .where('lease_owner', '=', ticket)
  if (dialectOf(db).hasReturning) return passing.returningAll().executeTakeFirst()
  const { numUpdatedRows } = await passing.executeTakeFirst()
  if (numUpdatedRows === 0n) return undefined
  const ours = db.selectFrom('messages').selectAll().where('id', '=', id)
  return ours.where('lease_owner', '=', owner).executeTakeFirst()
}
