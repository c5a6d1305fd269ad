import { describeMessageBroker } from '@latchkey/core/testing'
import { describe, onTestFinished } from 'vitest'
import { amqpConsumer } from './amqp-consumer.ts'
import { amqpPublisher } from './amqp-publisher.ts'
import { brokerAnswers, testQueues } from './testing/test-broker.ts'

const log = { info: () => {}, warn: () => {} }

describe.skipIf(!(await brokerAnswers()))('on RabbitMQ', () => {
  const aQueue = testQueues()
  describeMessageBroker('AMQP', async () => {
    const { address, queue } = aQueue()
    const publisher = amqpPublisher({ address, queue, log })
    onTestFinished(() => publisher.close())
    return {
      publisher,
      consumer: (prefetch) => amqpConsumer({ address, queue, prefetch, log }),
    }
  })
})
