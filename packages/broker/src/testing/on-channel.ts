import { type Channel, connect } from 'amqplib'
import { type BrokerAddress, parseAmqpUrl } from '../amqp-url.ts'
import { connectOptions, socketOptions } from '../connection.ts'

/** An address as the adapters take it; throws when `url` is none. */
export const addressOf = (url: string): BrokerAddress => {
  const parsed = parseAmqpUrl(url)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.address
}

/** Does something with a broker on a connection of its own; what it published has arrived then. */
export const onChannel = async <T>(
  url: string,
  work: (channel: Channel) => Promise<T>,
): Promise<T> => {
  const address = addressOf(url)
  const model = await connect(connectOptions(address), socketOptions(address, 'test'))
  try {
    const channel = await model.createConfirmChannel()
    channel.on('error', () => {})
    const result = await work(channel)
    await channel.waitForConfirms()
    return result
  } finally {
    await model.close()
  }
}
