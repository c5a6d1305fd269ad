import type { MailQueue } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toDate, toInstant, toInstantOrNull } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import type { Sealer } from '../shared/sealer.ts'
import { claimMessages } from './claim-messages.ts'

/** The outbox in SQL as its dispatchers see it. */
export const sqlMailQueue = (
  { read, write }: Connections,
  { sealer }: { readonly sealer: Sealer },
): MailQueue => ({
  claim: (owner, limit, now, leaseUntil) =>
    atomically({ write }, (transaction) =>
      claimMessages(transaction, sealer, { owner, limit, now, leaseUntil }),
    ),

  renew: async (owner, ids, leaseUntil) => {
    if (ids.length === 0) return
    await write
      .updateTable('messages')
      .set({ leased_until: toInstant(leaseUntil) })
      .where('lease_owner', '=', owner)
      .where('id', 'in', ids)
      .execute()
  },

  settle: async (owner, id, { state, tries, deferrals, nextTryAt, reason }, now) => {
    const isOver = nextTryAt === null
    const dropped = isOver && (await dropDecoy(write, owner, id))
    if (dropped) return
    await write
      .updateTable('messages')
      .set({ state, tries, deferrals, reason, next_try_at: toInstantOrNull(nextTryAt) })
      .set({ lease_owner: null, leased_until: null })
      .$if(isOver, (update) => update.set({ payload: null, finished_at: toInstant(now) }))
      .where('id', '=', id)
      .where('lease_owner', '=', owner)
      .execute()
  },

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
      .select((eb) => eb.fn.min('leased_until').as('at'))
      .where('lease_owner', 'is not', null)
      .executeTakeFirst()
    const due = [waiting?.at, leased?.at].filter((at) => at != null)
    return due.length > 0 ? toDate(Math.min(...due)) : null
  },
})

/** A mail to nobody leaves no trace; resolves to false for any other. */
const dropDecoy = async (db: Kysely<Schema>, owner: string, id: string): Promise<boolean> => {
  const dropped = await db
    .deleteFrom('messages')
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('recipient', '=', '')
    .executeTakeFirst()
  return dropped.numDeletedRows === 1n
}
