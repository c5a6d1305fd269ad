import { expect, test } from 'vitest'
import { parseAmqpUrl } from './amqp-url.ts'
import { faultOf } from './broker-error.ts'

const addressOf = (url: string) => {
  const parsed = parseAmqpUrl(url)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.address
}
const broker = addressOf('amqp://ada:hunter2@broker:5672/eu%2Fwest')
const refusedTwice = Object.assign(new AggregateError([new Error('::1'), new Error('127.0.0.1')]), {
  code: 'ECONNREFUSED',
})

test.each([
  [new Error('Handshake terminated by server: 403 (ACCESS-REFUSED)'), 'the user or the password'],
  [
    new Error('Expected ConnectionOpenOk; got <ConnectionClose channel:0>'),
    'ada open the virtual host eu/west',
  ],
  [new Error('getaddrinfo ENOTFOUND broker'), 'the name broker is unknown'],
  [new Error('connect ECONNREFUSED 10.0.0.1:5672'), 'nothing answers at broker port 5672'],
  [refusedTwice, 'nothing answers at broker port 5672'],
])('an operator reads what to mend: %s', (error, words) => {
  expect(faultOf(error, broker)).toContain(words)
  expect(faultOf(error, broker)).toContain('AMQP_URL')
})

test('any other fault is told in its own words, on one line and without the password', () => {
  expect(faultOf(new Error('strange:\n hunter2'), broker)).toBe('strange: …')
  expect(faultOf(new Error('strange'), addressOf('amqp://ada@broker'))).toBe('strange')
})

test('without a virtual host in the URL the default one is named', () => {
  const error = new Error('Expected ConnectionOpenOk; got <ConnectionClose channel:0>')
  expect(faultOf(error, addressOf('amqp://ada:hunter2@broker'))).toContain('virtual host /:')
})
