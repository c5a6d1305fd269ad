import type { MailTemplate, MessageState } from './message.ts'

/** A message as administrators see it: where it stands, never what it says. */
export interface MailRecord {
  readonly id: string
  readonly template: MailTemplate
  readonly to: string
  readonly locale: string
  readonly state: MessageState
  /** Refusals since it was queued. */
  readonly tries: number
  /** Why the last try did not succeed; holds no code, link or address. */
  readonly reason: string | null
  readonly createdAt: Date
  /** When it is tried next; null when it is over. */
  readonly nextTryAt: Date | null
  readonly sentAt: Date | null
  /** After this it has no use any more. */
  readonly expiresAt: Date
}

/** Which messages are meant; what is absent excludes none. */
export interface MailFilter {
  readonly state?: MessageState
  readonly template?: string
  /** The whole address, as it is written on the mail. */
  readonly to?: string
}

/** A piece of the list of messages, the newest first: their ids tell the time. */
export interface MailPage {
  readonly filter: MailFilter
  /** The id of the message before the first one of the page; null for the first page. */
  readonly after: string | null
  readonly limit: number
}

/** The outbox as administrators look at it. For decoys it is as if there were none. */
export interface MailRecords {
  /** Resolves to null when there is no such message. */
  find(id: string): Promise<MailRecord | null>

  list(page: MailPage): Promise<readonly MailRecord[]>

  /**
   * Makes a message that is `deferred` or `dead` due now, as if it had never been tried. Resolves to
   * false, and changes nothing, when it is in another state or in somebody's hands, when it has
   * expired, or when what it says is gone.
   */
  queueAgain(id: string, now: Date): Promise<boolean>
}
