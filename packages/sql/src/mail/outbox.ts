import type { Outbox } from '@latchkey/core'
import { toInstant } from '../shared/columns.ts'
import type { NewsConnections } from '../shared/connections.ts'
import type { Sealer } from '../shared/sealer.ts'
import { PRODUCT_NAME, sealPayload } from './payload.ts'

interface Options {
  readonly sealer: Sealer
  readonly newId: () => string
  /** What the installation is called now: a mail keeps the name it was ordered under. */
  readonly brandName?: () => string
}

/** The outbox in SQL. Only the recipient of a mail is readable in it; its payload is sealed. */
export const sqlOutbox = (
  { write, news }: NewsConnections,
  { sealer, newId, brandName = () => PRODUCT_NAME }: Options,
): Outbox => ({
  add: async (order, now) => {
    const id = newId()
    await write
      .insertInto('messages')
      .values({
        id,
        template: order.template,
        recipient: order.to ?? '',
        locale: order.locale,
        payload: sealPayload(sealer, id, { order, brand: brandName() }),
        state: 'queued',
        tries: 0,
        deferrals: 0,
        next_try_at: toInstant(now),
        expires_at: toInstant(order.expiresAt),
        lease_owner: null,
        leased_until: null,
        reason: null,
        created_at: toInstant(now),
        finished_at: null,
        wipe_at: null,
      })
      .execute()
    news.messageAdded()
  },

  withdraw: async (addresses) => {
    if (addresses.length === 0) return
    await write.deleteFrom('messages').where('recipient', 'in', addresses).execute()
  },
})
