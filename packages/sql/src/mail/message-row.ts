import type { MailTemplate, MessageState } from '@latchkey/core'
import type { Instant } from '../shared/columns.ts'

export interface MessageRow {
  id: string
  template: MailTemplate
  recipient: string
  locale: string
  /** Sealed; null as soon as the message is over and will not be sent again. */
  payload: string | null
  state: MessageState
  tries: number
  deferrals: number
  /** Null as soon as the message is over. */
  next_try_at: Instant | null
  expires_at: Instant
  lease_owner: string | null
  leased_until: Instant | null
  reason: string | null
  created_at: Instant
  /** When it was sent, failed or died. */
  finished_at: Instant | null
  /** When the payload of a dead message is wiped: with the end of its code or link. */
  wipe_at: Instant | null
}
