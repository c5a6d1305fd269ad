import type { Settlement } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant, toInstantOrNull } from '../shared/columns.ts'
import type { Schema } from '../shared/schema.ts'

/** The recipient of a decoy. */
const TO_NOBODY = ''

interface Settle {
  readonly owner: string
  readonly id: string
  readonly result: Settlement
  readonly now: Date
}

/** Records what became of a message that `owner` still holds. */
export const settleMessage = async (
  db: Kysely<Schema>,
  { owner, id, result, now }: Settle,
): Promise<void> => {
  const { state, tries, deferrals, nextTryAt, reason } = result
  const isOver = nextTryAt === null
  const settled = await db
    .updateTable('messages')
    .set({ state, tries, deferrals, reason, next_try_at: toInstantOrNull(nextTryAt) })
    .set({ lease_owner: null, leased_until: null })
    .$if(isOver, (update) =>
      (state === 'dead'
        ? update.set(({ ref }) => ({ wipe_at: ref('expires_at') }))
        : update.set({ payload: null })
      )
        .set({ finished_at: toInstant(now) })
        .where('recipient', '!=', TO_NOBODY),
    )
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .executeTakeFirst()
  if (isOver && settled.numUpdatedRows === 0n) await dropDecoy(db, owner, id)
}

/** A decoy that is over leaves no trace. */
const dropDecoy = async (db: Kysely<Schema>, owner: string, id: string): Promise<void> => {
  await db
    .deleteFrom('messages')
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('recipient', '=', TO_NOBODY)
    .execute()
}
