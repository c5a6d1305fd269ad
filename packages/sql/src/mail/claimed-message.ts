import type { ClaimedMessage } from '@latchkey/core'
import { toDate } from '../shared/columns.ts'
import type { Sealer } from '../shared/sealer.ts'
import type { MessageRow } from './message-row.ts'
import { openOrder } from './payload.ts'

/** Why a message is put off whose payload nobody can open. */
export const UNREADABLE = 'sealed under another key, or changed'
/** When it is looked at again: a former key may come back. */
export const UNREADABLE_PAUSE_MS = 5 * 60_000

/** The message of a row; null when its payload cannot be opened. */
export const toClaimed = (sealer: Sealer, row: MessageRow): ClaimedMessage | null => {
  const opened = openOrder(sealer, row)
  const { id, tries, deferrals } = row
  return opened && { id, ...opened, createdAt: toDate(row.created_at), tries, deferrals }
}
