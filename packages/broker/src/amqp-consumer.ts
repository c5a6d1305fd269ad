import { setTimeout as sleep } from 'node:timers/promises'
import type { MessageTicket, TicketConsumer } from '@latchkey/core'
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib'
import type { BrokerAddress } from './amqp-url.ts'
import { type BrokerLog, keepConnection, type Watch, within } from './connection.ts'
import { type Burial, buryPoison } from './dead-letters.ts'
import { declareQueues, queuesNamed } from './queues.ts'
import { decodeTicket } from './ticket-message.ts'

/** A ticket that is given back comes again no sooner: nobody turns in circles. */
const GIVE_BACK_MS = 1_000
/** One that came back more often, by processes that died with it in hand, is given up. */
const MAX_DELIVERIES = 20

/** How long a broker has to confirm that it brings nothing more. */
const CANCEL_MS = 2_000

interface Consuming {
  readonly address: BrokerAddress
  /** How many tickets may be in hand at once. */
  readonly prefetch: number
  readonly log: BrokerLog
  readonly queue?: string
}

/**
 * Takes tickets from the queue. What is no ticket goes to the dead letters and holds nobody up. An
 * acknowledgement that the broker does not hear of means that the ticket comes again, and is void.
 */
export const amqpConsumer = ({ address, prefetch, log, queue }: Consuming): TicketConsumer => {
  const queues = queuesNamed(queue)
  const inHand = new Set<Promise<void>>()
  const stopping = new AbortController()
  let consuming: { readonly channel: Channel; readonly tag: string } | null = null
  let connection: ReturnType<typeof keepConnection> | null = null
  let take: (ticket: MessageTicket) => Promise<void> = async () => {}

  const setUp = async (model: ChannelModel, watch: Watch) => {
    const channel = await model.createChannel()
    watch(channel)
    await declareQueues(channel, queues)
    const deadLetters = await model.createConfirmChannel()
    watch(deadLetters)
    const bury = buryPoison(deadLetters, queues.dead, log)
    await channel.prefetch(prefetch)
    const { consumerTag: tag } = await channel.consume(queues.work, (delivery) => {
      if (delivery === null) connection?.restart('the queue is gone')
      else begin(channel, bury, delivery)
    })
    consuming = { channel, tag }
  }

  const begin = (channel: Channel, bury: Burial, delivery: ConsumeMessage) => {
    if (stopping.signal.aborted) return quietly(() => channel.nack(delivery, false, true))
    const work = use(bury, delivery)
      .then(
        () => quietly(() => channel.ack(delivery)),
        async () => {
          await sleep(GIVE_BACK_MS, undefined, { signal: stopping.signal }).catch(() => {})
          quietly(() => channel.nack(delivery, false, true))
        },
      )
      .finally(() => inHand.delete(work))
    inHand.add(work)
  }

  const use = async (bury: Burial, delivery: ConsumeMessage): Promise<void> => {
    const decoded = decodeTicket(delivery.content)
    const deliveries = Number(delivery.properties.headers?.['x-delivery-count'] ?? 0)
    if (!decoded.ok) await bury(delivery, decoded.reason)
    else if (deliveries > MAX_DELIVERIES) await bury(delivery, `came back ${deliveries} times`)
    else await take(decoded.ticket)
  }

  const onLost = () => {
    consuming = null
  }

  return {
    start: (taker) => {
      take = taker
      connection = keepConnection({ address, purpose: 'worker', log, setUp, onLost })
    },
    state: () => (consuming === null || stopping.signal.aborted ? 'unhealthy' : 'healthy'),
    stop: async () => {
      stopping.abort()
      if (consuming) await within(CANCEL_MS, consuming.channel.cancel(consuming.tag))
      await Promise.all(inHand)
      await connection?.close()
    },
  }
}

/** A channel that is closed takes no answer: the broker gives the ticket to somebody again. */
const quietly = (answer: () => void): void => {
  try {
    answer()
  } catch {}
}
