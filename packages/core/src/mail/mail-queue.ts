import type { MailOrder, MessageState } from './message.ts'

/** A message in the hands of one dispatcher. */
export interface ClaimedMessage {
  readonly id: string
  readonly order: MailOrder
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

/** The outbox seen from the dispatcher. Any number of dispatchers may share it. */
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
}
