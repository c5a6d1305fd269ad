import { expect, test } from 'vitest'
import { parseSmtpUrl } from './smtp-url.ts'

const server = (url: string) => {
  const parsed = parseSmtpUrl(url)
  return parsed.ok ? parsed.server : parsed.problems
}

test('smtp requires STARTTLS, smtps is TLS from the start', () => {
  expect(server('smtp://mail.example.com')).toEqual({
    ...{ host: 'mail.example.com', port: 587, tls: 'starttls', auth: null },
  })
  expect(server('smtps://mail.example.com')).toMatchObject({ port: 465, tls: 'implicit' })
})

test('only this very machine is spoken to without TLS', () => {
  const tls = (host: string) => server(`smtp://${host}:25`)
  for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.9.8.7', '[::1]', '[0:0::1]'])
    expect(tls(host)).toMatchObject({ tls: 'none' })
  for (const host of ['127.0.0.1.example.com', 'localhost.example.com', '128.0.0.1', '[::2]'])
    expect(tls(host)).toMatchObject({ tls: 'starttls' })
})

test('IPv6 literals stand in brackets and lose them', () => {
  expect(server('smtp://[2001:db8::1]:2525')).toMatchObject({ host: '2001:db8::1', port: 2525 })
})

test('user and password are percent-decoded', () => {
  const auth = { user: 'a@b', pass: 'p:/ %' }
  expect(server('smtp://a%40b:p%3A%2F%20%25@mail.example.com')).toMatchObject({ auth })
})

test.each([
  ['mail.example.com:587', 'must be a URL'],
  ['http://mail.example.com', 'must be a URL'],
  ['smtp://', 'must be a URL'],
  ['smtp://user:secret%@mail.example.com', 'percent-encoded'],
  ['smtp://:secret@mail.example.com', 'no user'],
  ['smtp://u:secret@mail.example.com/?tls=off', 'must end after the port'],
])('%s is refused with a sentence that hides the password', (url, problem) => {
  const problems = JSON.stringify(server(url))
  expect(problems).toContain(problem)
  expect(problems).not.toContain('secret')
})
