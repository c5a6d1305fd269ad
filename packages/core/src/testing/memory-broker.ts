import type { MessageTicket, TicketConsumer, TicketPublisher } from '../mail/message-broker.ts'

interface Waiting {
  readonly ticket: MessageTicket
  readonly diesAt: number
}

interface Taker {
  readonly prefetch: number
  readonly take: (ticket: MessageTicket) => Promise<void>
  readonly inHand: Set<Promise<void>>
}

/** A broker in memory, and what a test may do to it. */
export interface MemoryBroker {
  readonly publisher: TicketPublisher
  /** A consumer that takes `prefetch` tickets at once. */
  consumer(prefetch: number): TicketConsumer
  /** From now on nothing can be published, until `mend`. */
  break(): void
  mend(): void
  /** The tickets that nobody has in hand. */
  waiting(): readonly MessageTicket[]
}

export const memoryBroker = (): MemoryBroker => {
  let queue: readonly Waiting[] = []
  let isBroken = false
  let isClosed = false
  const listeners = new Set<() => void>()
  const takers = new Set<Taker>()

  const hand = ({ take, inHand }: Taker, waiting: Waiting) => {
    const work: Promise<void> = take(waiting.ticket)
      .catch(() => {
        queue = [waiting, ...queue]
      })
      .then(() => {
        inHand.delete(work)
        // A ticket that is given back every time must not keep others from their turn.
        setImmediate(handOut)
      })
    inHand.add(work)
  }

  const handOut = () => {
    queue = queue.filter(({ diesAt }) => diesAt > Date.now())
    for (const taker of takers) {
      while (taker.inHand.size < taker.prefetch) {
        const [next, ...rest] = queue
        if (!next) return
        queue = rest
        hand(taker, next)
      }
    }
  }

  const state = () => (isBroken || isClosed ? 'unhealthy' : 'healthy')
  const publisher: TicketPublisher = {
    publish: async (tickets, ttlMs) => {
      if (state() === 'unhealthy') throw new Error('the broker is not there')
      const diesAt = Date.now() + ttlMs
      queue = [...queue, ...tickets.map((ticket) => ({ ticket, diesAt }))]
      handOut()
    },
    state,
    onReady: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {
      isClosed = true
    },
  }

  const consumer = (prefetch: number): TicketConsumer => {
    let taker: Taker | null = null
    return {
      start: (take) => {
        taker = { prefetch, take, inHand: new Set() }
        takers.add(taker)
        handOut()
      },
      state: () => (isBroken || taker === null || !takers.has(taker) ? 'unhealthy' : 'healthy'),
      stop: async () => {
        if (!taker) return
        takers.delete(taker)
        await Promise.all(taker.inHand)
        handOut()
      },
    }
  }

  return {
    publisher,
    consumer,
    break: () => {
      isBroken = true
    },
    mend: () => {
      isBroken = false
      for (const listener of listeners) listener()
    },
    waiting: () => queue.map(({ ticket }) => ticket),
  }
}
