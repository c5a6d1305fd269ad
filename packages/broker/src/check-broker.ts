import { connect } from 'amqplib'
import type { BrokerAddress } from './amqp-url.ts'
import { troubleOf } from './broker-error.ts'
import { connectOptions, socketOptions } from './connection.ts'
import { declareQueues, queuesNamed } from './queues.ts'

export type BrokerCheck =
  | { readonly ok: true; readonly waiting: number; readonly dead: number; readonly workers: number }
  | { readonly ok: false; readonly reason: string; readonly mend: string | null }

/** Connects once, makes the queues unless they are there, and counts what is in them. */
export const checkBroker = async (address: BrokerAddress, queue?: string): Promise<BrokerCheck> => {
  const queues = queuesNamed(queue)
  try {
    const model = await connect(connectOptions(address), socketOptions(address, 'doctor'))
    model.on('error', () => {})
    try {
      const channel = await model.createChannel()
      channel.on('error', () => {})
      await declareQueues(channel, queues)
      const work = await channel.checkQueue(queues.work)
      const dead = await channel.checkQueue(queues.dead)
      const [waiting, workers] = [work.messageCount, work.consumerCount]
      return { ok: true, waiting, workers, dead: dead.messageCount }
    } finally {
      await model.close().catch(() => {})
    }
  } catch (error) {
    return { ok: false, ...troubleOf(error, address) }
  }
}
