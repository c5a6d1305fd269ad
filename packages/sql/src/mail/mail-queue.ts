import type { MailQueue } from '@latchkey/core'
import { toDate, toDateOrNull, toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import type { Sealer } from '../shared/sealer.ts'
import { claimMessages } from './claim-messages.ts'
import { leavingMessages } from './leaving-messages.ts'
import { settleMessage } from './settle-message.ts'
import { takeOverMessage } from './take-over-message.ts'

/** The outbox in SQL as those who send see it. */
export const sqlMailQueue = (
  { read, write }: Connections,
  { sealer }: { readonly sealer: Sealer },
): MailQueue => ({
  claim: (owner, limit, now, leaseUntil) =>
    atomically({ write }, (transaction) =>
      claimMessages(transaction, sealer, { owner, limit, now, leaseUntil }),
    ),

  takeOver: (ticket, owner, id, leaseUntil, now) =>
    takeOverMessage(write, sealer, { ticket, owner, id, leaseUntil, now }),

  renew: async (owner, ids, leaseUntil) => {
    if (ids.length === 0) return
    await write
      .updateTable('messages')
      .set({ leased_until: toInstant(leaseUntil) })
      .where('lease_owner', '=', owner)
      .where('id', 'in', ids)
      .execute()
  },

  settle: (owner, id, result, now) => settleMessage(write, { owner, id, result, now }),

  release: async (owner) => {
    await write
      .updateTable('messages')
      .set({ lease_owner: null, leased_until: null })
      .where('lease_owner', '=', owner)
      .execute()
  },

  owners: async () => {
    const rows = await read
      .selectFrom('messages')
      .select('lease_owner')
      .distinct()
      .where('lease_owner', 'is not', null)
      .$narrowType<{ lease_owner: string }>()
      .execute()
    return rows.map((row) => row.lease_owner)
  },

  nextDueAt: async () => {
    const waiting = await read
      .selectFrom('messages')
      .select('next_try_at as at')
      .where('next_try_at', 'is not', null)
      .where('lease_owner', 'is', null)
      .orderBy('next_try_at')
      .limit(1)
      .executeTakeFirst()
    const leased = await read
      .selectFrom('messages')
      .select('leased_until as at')
      .where('leased_until', 'is not', null)
      .orderBy('leased_until')
      .limit(1)
      .executeTakeFirst()
    const due = [waiting?.at, leased?.at].filter((at) => at != null)
    return due.length > 0 ? toDate(Math.min(...due)) : null
  },

  leaving: (templates, since, now) => leavingMessages(read, templates, since, now),

  pending: async () => {
    const counted = await read
      .selectFrom('messages')
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .where('next_try_at', 'is not', null)
      .executeTakeFirst()
    return Number(counted?.count ?? 0)
  },

  waitingSince: async () => {
    const waiting = await read
      .selectFrom('messages')
      .select('next_try_at as at')
      .where('next_try_at', 'is not', null)
      .orderBy('next_try_at')
      .limit(1)
      .executeTakeFirst()
    return toDateOrNull(waiting?.at ?? null)
  },
})
