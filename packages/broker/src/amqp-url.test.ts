import { expect, test } from 'vitest'
import { parseAmqpUrl } from './amqp-url.ts'

const address = (url: string) => {
  const parsed = parseAmqpUrl(url)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.address
}

test('every part of the URL is read, and the password is not shown', () => {
  expect(address('amqp://ada:p%40ss%C3%A9@broker.example:5673/mails%2Fhere')).toEqual({
    ...{ tls: false, host: 'broker.example', port: 5673, user: 'ada', password: 'p@ssé' },
    ...{ vhost: 'mails%2Fhere', authorityFile: null },
    shown: 'amqp://ada@broker.example:5673/mails%2Fhere',
  })
})

test('amqps is TLS on its own port, with the authorities of a file', () => {
  expect(address('amqps://ada:x@broker?cacertfile=/etc/ca.pem')).toMatchObject({
    ...{ tls: true, port: 5671, authorityFile: '/etc/ca.pem' },
  })
})

test('without a user it is guest, in the default virtual host', () => {
  expect(address('amqp://[::1]')).toMatchObject({
    ...{ host: '::1', port: 5672, user: 'guest', password: 'guest', vhost: '' },
    shown: 'amqp://guest@[::1]:5672',
  })
})

test.each([
  'localhost:5672',
  'http://localhost',
  'amqp://',
  'amqp://host:0',
  'amqp://host#x',
  'amqp://a:%@host',
  'amqp://host/a/b',
  'amqp://host?heartbeat=1',
  'amqp://host?cacertfile=/etc/ca.pem',
])('%s is refused with what to write instead, without the password', (url) => {
  const parsed = parseAmqpUrl(url)
  if (parsed.ok) throw new Error('accepted')
  expect(parsed.problem).toMatch(/^(must|has) /)
})
