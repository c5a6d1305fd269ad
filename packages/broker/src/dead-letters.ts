import type { ConfirmChannel, ConsumeMessage } from 'amqplib'
import type { BrokerLog } from './connection.ts'

/** How much of a foreign message is kept: enough to see whose it is. */
const MAX_BYTES = 16_384

/** Resolves when the broker has the message among the dead letters. */
export type Burial = (delivery: ConsumeMessage, reason: string) => Promise<void>

/** Makes what is no ticket a dead letter, with the reason in a header. */
export const buryPoison =
  (channel: ConfirmChannel, queue: string, log: BrokerLog): Burial =>
  ({ content }, reason) =>
    new Promise((resolve, reject) => {
      const headers = { 'x-latchkey-reason': reason, 'x-latchkey-bytes': content.length }
      const kept = content.subarray(0, MAX_BYTES)
      channel.sendToQueue(queue, kept, { persistent: true, headers }, (error) => {
        if (error !== null && error !== undefined) return reject(error)
        const fields = { queue, reason, bytes: content.length }
        log.warn(fields, 'a message that is no ticket was set aside')
        resolve()
      })
    })
