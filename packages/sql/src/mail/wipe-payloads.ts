import { toInstant } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'

/** Wipes what dead mails say whose code or link has ended; resolves to how many it found. */
export const wipePayloads = async (
  { read, write }: Connections,
  now: Date,
  batchSize: number,
): Promise<number> => {
  const outlived = await read
    .selectFrom('messages')
    .select('id')
    .where('wipe_at', '<=', toInstant(now))
    .limit(batchSize)
    .execute()
  if (outlived.length === 0) return 0
  await write
    .updateTable('messages')
    .set({ payload: null, wipe_at: null })
    .where(
      'id',
      'in',
      outlived.map(({ id }) => id),
    )
    .where('wipe_at', '<=', toInstant(now))
    .execute()
  return outlived.length
}
