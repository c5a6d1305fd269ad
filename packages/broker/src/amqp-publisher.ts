import type { MessageTicket, TicketPublisher } from '@latchkey/core'
import type { ChannelModel, ConfirmChannel } from 'amqplib'
import type { BrokerAddress } from './amqp-url.ts'
import { brokerError } from './broker-error.ts'
import { type BrokerLog, keepConnection, type Watch } from './connection.ts'
import { declareQueues, queuesNamed } from './queues.ts'
import { CONTENT_TYPE, encodeTicket, MESSAGE_TYPE } from './ticket-message.ts'

const CONFIRM_TIMEOUT_MS = 10_000

interface Publishing {
  readonly address: BrokerAddress
  readonly log: BrokerLog
  readonly queue?: string
}

/**
 * Publishes tickets into a quorum queue with publisher confirms. A batch is published in one go and
 * then awaited, so that its confirms are outstanding together: waiting for each costs five times as
 * much.
 */
export const amqpPublisher = ({ address, log, queue }: Publishing): TicketPublisher => {
  const queues = queuesNamed(queue)
  const listeners = new Set<() => void>()
  /** What ends each batch that is not confirmed yet. */
  const outstanding = new Set<(error: Error) => void>()
  const publishing = new Set<Promise<void>>()
  let channel: ConfirmChannel | null = null
  let blockedBy: string | null = null

  const failOutstanding = (code: string, message: string) => {
    for (const fail of outstanding) fail(brokerError(code, message))
  }
  const tellReady = () => {
    for (const listener of listeners) listener()
  }

  const setUp = async (model: ChannelModel, watch: Watch) => {
    watchBlocking(model)
    const opened = await model.createConfirmChannel()
    watch(opened)
    opened.on('return', () => {
      failOutstanding('BROKER_NO_QUEUE', 'the queue is gone')
      connection.restart('the queue is gone')
    })
    await declareQueues(opened, queues)
    channel = opened
    tellReady()
  }

  /** A broker short of memory or disk holds up its publishers and says so. */
  const watchBlocking = (model: ChannelModel) => {
    model.on('blocked', (reason) => {
      blockedBy = reason
      log.warn({ broker: address.shown, reason }, 'the broker takes nothing now; mails wait')
      failOutstanding('BROKER_BLOCKED', 'the broker takes nothing now')
    })
    model.on('unblocked', () => {
      blockedBy = null
      log.info({ broker: address.shown }, 'the broker takes messages again')
      tellReady()
    })
  }

  const onLost = () => {
    channel = null
    blockedBy = null
    failOutstanding('BROKER_GONE', 'the connection to the broker is lost')
  }

  const connection = keepConnection({ address, purpose: 'relay', log, setUp, onLost })

  const publishOn = async (
    on: ConfirmChannel,
    tickets: readonly MessageTicket[],
    ttlMs: number,
  ) => {
    const { promise: failed, reject } = Promise.withResolvers<never>()
    const late = () => reject(brokerError('BROKER_SLOW', 'the broker confirmed nothing in time'))
    const timer = setTimeout(late, CONFIRM_TIMEOUT_MS)
    outstanding.add(reject)
    const confirmed = tickets.map((ticket) => confirm(on, queues.work, ticket, ttlMs))
    try {
      await Promise.race([Promise.all(confirmed), failed])
    } finally {
      clearTimeout(timer)
      outstanding.delete(reject)
    }
  }

  return {
    publish: async (tickets, ttlMs) => {
      if (channel === null || blockedBy !== null)
        throw brokerError('BROKER_AWAY', 'the broker takes nothing now')
      const work = publishOn(channel, tickets, ttlMs)
      publishing.add(work)
      await work.finally(() => publishing.delete(work))
    },
    state: () => (channel !== null && blockedBy === null ? 'healthy' : 'unhealthy'),
    onReady: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {
      await Promise.allSettled(publishing)
      await connection.close()
    },
  }
}

/** Resolves when the broker has the ticket on disk, on most of its nodes. */
const confirm = async (
  channel: ConfirmChannel,
  queue: string,
  ticket: MessageTicket,
  ttlMs: number,
): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const options = {
    ...{ persistent: true, mandatory: true, expiration: ttlMs },
    ...{ contentType: CONTENT_TYPE, type: MESSAGE_TYPE, messageId: ticket.messageId },
  }
  channel.sendToQueue(queue, encodeTicket(ticket), options, (error) => {
    if (error === null || error === undefined) resolve()
    else reject(brokerError('BROKER_NACK', 'the broker did not take a ticket'))
  })
  return promise
}
