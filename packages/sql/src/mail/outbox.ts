import type { Outbox } from '@latchkey/core'
import { toInstant } from '../shared/columns.ts'
import type { NewsConnections } from '../shared/connections.ts'
import type { Sealer } from '../shared/sealer.ts'
import { sealPayload } from './payload.ts'

/** The outbox in SQL. Only the recipient of a mail is readable in it; its payload is sealed. */
export const sqlOutbox = (
  { write, news }: NewsConnections,
  { sealer, newId }: { readonly sealer: Sealer; readonly newId: () => string },
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
        payload: sealPayload(sealer, id, order),
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
      })
      .execute()
    news.messageAdded()
  },
})
