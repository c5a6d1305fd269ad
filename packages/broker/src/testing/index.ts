export { type BrokerProxy, brokerProxy } from './broker-proxy.ts'
export { brokerAnswers, type TestQueue, testQueues } from './test-broker.ts'
