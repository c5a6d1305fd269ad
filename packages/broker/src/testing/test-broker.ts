import { randomBytes } from 'node:crypto'
import { env } from 'node:process'
import type { Channel } from 'amqplib'
import { afterAll } from 'vitest'
import type { BrokerAddress } from '../amqp-url.ts'
import { addressOf, onChannel } from './on-channel.ts'

const URL_TO_TEST_ON = env['TEST_AMQP_URL'] ?? 'amqp://guest:guest@127.0.0.1:5672'

/** A queue of one test's own, and the work that an administrator does on it. */
export interface TestQueue {
  readonly address: BrokerAddress
  readonly queue: string
  /** Does something on a connection of its own. */
  as<T>(work: (channel: Channel) => Promise<T>): Promise<T>
}

const withChannel: TestQueue['as'] = (work) => onChannel(URL_TO_TEST_ON, work)

/**
 * Whether a broker answers. Under `CI=true` it must: then a silent one throws, else its tests are
 * skipped.
 */
export const brokerAnswers = async (): Promise<boolean> => {
  try {
    await withChannel(async () => undefined)
    return true
  } catch (error) {
    if (env['CI'] === 'true') throw error
    console.warn('RabbitMQ is not tested: none answers at 127.0.0.1:5672 or TEST_AMQP_URL')
    return false
  }
}

/** A queue for each test of a file; all are gone at its end. */
export const testQueues = () => {
  const prefix = `latchkey.test.${randomBytes(6).toString('hex')}`
  const made: string[] = []
  afterAll(() =>
    withChannel(async (channel) => {
      for (const queue of made.flatMap((name) => [name, `${name}.dead`]))
        await channel.deleteQueue(queue)
    }),
  )
  return (url: string = URL_TO_TEST_ON): TestQueue => {
    const queue = `${prefix}.${made.length}`
    made.push(queue)
    return { address: addressOf(url), queue, as: withChannel }
  }
}
