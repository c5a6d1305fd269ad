export { amqpConsumer } from './amqp-consumer.ts'
export { amqpPublisher } from './amqp-publisher.ts'
export { type BrokerAddress, parseAmqpUrl } from './amqp-url.ts'
export { checkBroker } from './check-broker.ts'
