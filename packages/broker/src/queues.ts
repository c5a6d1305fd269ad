import type { Channel, Options } from 'amqplib'

/** The two queues: of tickets to be used, and of what was no ticket. */
export interface Queues {
  readonly work: string
  readonly dead: string
}

/** Queues of other names are for tests: installations that share a broker have virtual hosts. */
export const queuesNamed = (work = 'latchkey.mail'): Queues => ({ work, dead: `${work}.dead` })

const DEAD_DAYS = 7
const DEAD_MESSAGES = 10_000

/** Replicated where the broker has several nodes, and on disk before a publisher hears of it. */
const QUORUM = { 'x-queue-type': 'quorum' }

/**
 * Tickets that expire are dropped by the broker: the work queue has no dead-letter exchange, so that
 * what ends as dead letter is poison alone. Dead letters go after a week, the oldest first when
 * there are ten thousand.
 */
const ARGUMENTS = {
  work: { durable: true, arguments: QUORUM },
  dead: {
    durable: true,
    arguments: {
      ...QUORUM,
      'x-message-ttl': DEAD_DAYS * 86_400_000,
      'x-max-length': DEAD_MESSAGES,
    },
  },
} satisfies Record<keyof Queues, Options.AssertQueue>

/** A queue that is there already and not as we need it: what to tell the operator. */
const isOtherwise = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 406

/**
 * Makes the queues unless they are there. Rejects with a sentence for the operator when one is there
 * with other arguments, which the broker lets nobody change.
 */
export const declareQueues = async (channel: Channel, queues: Queues): Promise<void> => {
  for (const kind of ['work', 'dead'] as const) {
    const name = queues[kind]
    try {
      await channel.assertQueue(name, ARGUMENTS[kind])
    } catch (error) {
      if (!isOtherwise(error)) throw error
      throw new Error(
        `the queue ${name} is there with other arguments; delete it, and it is made anew`,
        { cause: error },
      )
    }
  }
}
