import type { Connections } from '../shared/connections.ts'
import { inBatches } from '../shared/in-batches.ts'
import type { Sealer } from '../shared/sealer.ts'
import { openOrder, sealPayload } from './payload.ts'

/** Seals the waiting mails anew under the newest key; resolves to how many were under another. */
export const resealMessages = async (
  { read, write }: Connections,
  sealer: Sealer,
): Promise<number> => {
  const load = (after: string, limit: number) =>
    read
      .selectFrom('messages')
      .selectAll()
      .where('payload', 'is not', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
  let resealed = 0
  for await (const row of inBatches(load, ({ id }) => id)) {
    const opened = row.payload && sealer.needsReseal(row.payload) && openOrder(sealer, row)
    if (!opened) continue
    const changed = await write
      .updateTable('messages')
      .set({ payload: sealPayload(sealer, row.id, opened) })
      .where('id', '=', row.id)
      .where('payload', '=', row.payload)
      .executeTakeFirst()
    resealed += Number(changed.numUpdatedRows)
  }
  return resealed
}
