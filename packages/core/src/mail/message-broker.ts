/**
 * What a broker carries for a message: where its row is, and the right to take it. Nothing of the
 * mail itself: a ticket that lies around in a queue or on a broker's disk says nothing to anybody.
 */
export interface MessageTicket {
  readonly messageId: string
  /** The owner under which a relay claimed the message; see `MailQueue.takeOver`. */
  readonly ticket: string
}

/** The broker seen from a relay. */
export interface TicketPublisher {
  /**
   * Resolves when the broker has taken all tickets into its care; it forgets them by itself when
   * nobody took them within `ttlMs`. Rejects when it did not take one of them, is not there or
   * accepts nothing now; it may have taken others of them nonetheless.
   */
  publish(tickets: readonly MessageTicket[], ttlMs: number): Promise<void>

  /** `unhealthy` while nothing can be published: not connected, or held up by the broker. */
  state(): 'healthy' | 'unhealthy'

  /** Calls `listener` whenever publishing has become possible; returns what takes it off again. */
  onReady(listener: () => void): () => void

  /** Waits for what is being published and ends the connection. */
  close(): Promise<void>
}

/** The broker seen from a worker. */
export interface TicketConsumer {
  /**
   * Calls `take` for each ticket, for so many at once as the consumer was made for. A ticket is over
   * when `take` resolves, and given to somebody again when it rejects or its process ends: so the
   * same one may come more than once.
   */
  start(take: (ticket: MessageTicket) => Promise<void>): void

  /** `unhealthy` while no tickets can come. */
  state(): 'healthy' | 'unhealthy'

  /** Takes nothing new, gives back what was not begun, waits for what was, then ends the connection. */
  stop(): Promise<void>
}
