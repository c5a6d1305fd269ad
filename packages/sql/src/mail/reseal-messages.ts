import type { Connections } from '../shared/connections.ts'
import type { Sealer } from '../shared/sealer.ts'
import { openOrder, sealPayload } from './payload.ts'

const BATCH = 200

/** Seals the waiting mails anew under the newest key; resolves to how many were under another. */
export const resealMessages = async (
  { read, write }: Connections,
  sealer: Sealer,
): Promise<number> => {
  let resealed = 0
  for (let after = ''; ; ) {
    const rows = await read
      .selectFrom('messages')
      .selectAll()
      .where('payload', 'is not', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute()
    for (const row of rows) {
      const order = row.payload && sealer.needsReseal(row.payload) && openOrder(sealer, row)
      if (!order) continue
      const changed = await write
        .updateTable('messages')
        .set({ payload: sealPayload(sealer, row.id, order) })
        .where('id', '=', row.id)
        .where('payload', '=', row.payload)
        .executeTakeFirst()
      resealed += Number(changed.numUpdatedRows)
    }
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return resealed
    after = last.id
  }
}
