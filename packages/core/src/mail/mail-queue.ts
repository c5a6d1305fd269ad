import type { MailOrder, MailTemplate, MessageState } from './message.ts'

/** A message in the hands of one dispatcher or worker. */
export interface ClaimedMessage {
  readonly id: string
  readonly order: MailOrder
  /** What the installation was called when the mail was ordered. */
  readonly brand: string
  readonly createdAt: Date
  /** Refusals so far. */
  readonly tries: number
  /** Times the mail server could not be reached so far. */
  readonly deferrals: number
}

/** What became of one try. */
export interface Settlement {
  readonly state: MessageState
  readonly tries: number
  readonly deferrals: number
  /** When to try again; null when it is over. */
  readonly nextTryAt: Date | null
  /** Why it is not sent; never holds a code, a link or an address. */
  readonly reason: string | null
}

/** The outbox seen from those who send. Any number of dispatchers, relays and workers may share it. */
export interface MailQueue {
  /**
   * Takes up to `limit` due messages under a lease. No message is in two hands while its lease runs.
   * Expired ones are settled as `failed` and not returned.
   */
  claim(
    owner: string,
    limit: number,
    now: Date,
    leaseUntil: Date,
  ): Promise<readonly ClaimedMessage[]>

  /**
   * Passes a message from `ticket`, the owner under which a relay claimed it, to `owner` under a
   * new lease. Of many who present the same ticket one gets the message. Resolves to null when the
   * ticket is void, which it is once it was used or the message was claimed anew; and when there is
   * nothing to send: what has expired is settled as `failed`, what cannot be read is put off. A
   * ticket whose lease has run out is good until somebody else claims the message.
   */
  takeOver(
    ticket: string,
    owner: string,
    id: string,
    leaseUntil: Date,
    now: Date,
  ): Promise<ClaimedMessage | null>

  /** Prolongs the leases that `owner` still holds. */
  renew(owner: string, ids: readonly string[], leaseUntil: Date): Promise<void>

  /**
   * Ends the lease and records the result; does nothing when `owner` lost the lease. A decoy that
   * is over is deleted.
   */
  settle(owner: string, id: string, result: Settlement, now: Date): Promise<void>

  /** Frees the leases of an owner that is known to be dead, so that nobody waits for them. */
  release(owner: string): Promise<void>

  /** The owners that hold a lease now. */
  owners(): Promise<readonly string[]>

  /** When the next message falls due; null when none waits. */
  nextDueAt(): Promise<Date | null>

  /**
   * Since when the longest waiting message has been due, whether or not somebody holds it; null when
   * none waits. In the future when every one of them has its next try ahead.
   */
  waitingSince(): Promise<Date | null>

  /**
   * How many messages of these templates are on their way or have left: held under a lease that runs
   * at `now`, or sent after `since`. Decoys are none.
   */
  leaving(templates: readonly MailTemplate[], since: Date, now: Date): Promise<number>

  /** How many messages are not over yet, whether or not somebody holds them. */
  pending(): Promise<number>
}
