import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { resendSender } from './resend-sender.ts'
import { type ResendRefusal, resendCatcher } from './testing/resend-catcher.ts'
import { aMail } from './testing/smtp-catcher.ts'

const FROM = 'Latchkey <no-reply@mail.example.com>'
const resend = async (options: Parameters<typeof resendCatcher>[0] = {}) => {
  const made = await resendCatcher(options)
  onTestFinished(() => made.close())
  return made
}
const sender = (baseUrl: string, more: { apiKey?: string; timeoutMs?: number } = {}) =>
  resendSender({ apiKey: 're_test', from: FROM, baseUrl, ...more })
const refusing = (statusCode: number, name: string, message: string) =>
  resend({ reply: (): ResendRefusal => ({ statusCode, name, message }) })

test('a mail arrives once, as it was written, from us and to one address', async () => {
  const server = await resend()
  expect(await sender(server.url).send(aMail())).toEqual({ kind: 'sent' })
  expect(server.taken).toEqual([
    {
      from: FROM,
      to: ['Ada@example.org'],
      subject: 'Confirm your address',
      text: 'Your code\n\n012345\n',
      html: '<p>012345</p>',
      headers: {
        'Message-ID': '<0190a5b2-0000-7000-8000-000000000001@mail.example.com>',
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
      },
    },
  ])
})

test('a repeat is known by the id of the message and leaves once', async () => {
  const server = await resend()
  const first = sender(server.url)
  const second = sender(server.url)
  await first.send(aMail())
  expect(await second.send(aMail())).toEqual({ kind: 'sent' })
  expect(server.heard()).toBe(2)
  expect(server.taken).toHaveLength(1)
  await first.send(aMail({ id: 'another' }))
  expect(server.taken).toHaveLength(2)
})

test('a repeat while the first is still looked at is refused for now', async () => {
  const { promise: held, resolve: letGo } = Promise.withResolvers<null>()
  let looksAt = 0
  const reply = () => {
    looksAt += 1
    return held
  }
  const server = await resend({ reply })
  const first = sender(server.url).send(aMail())
  await expect.poll(() => looksAt).toBe(1)
  const second = await sender(server.url).send(aMail())
  expect(second).toMatchObject({ kind: 'refused', permanent: false })
  letGo(null)
  expect(await first).toEqual({ kind: 'sent' })
  expect(server.taken).toHaveLength(1)
})

test.each([
  [401, 'missing_api_key', 'Missing API key in the authorization header.'],
  [400, 'validation_error', 'API key is invalid'],
  [403, 'validation_error', 'The example.com domain is not verified.'],
  [422, 'invalid_from_address', 'Invalid `from` field.'],
  [422, 'validation_error', 'Invalid `from` field.'],
  [404, 'not_found', 'The requested endpoint does not exist.'],
  [429, 'rate_limit_exceeded', 'Too many requests.'],
  [429, 'daily_quota_exceeded', 'You have reached your daily email sending quota.'],
  [500, 'application_error', 'An unexpected error occurred.'],
  [503, 'internal_server_error', 'An unexpected error occurred.'],
])('%i %s (%s) says nothing about the mail and costs no try', async (...answer) => {
  const server = await refusing(...answer)
  expect(await sender(server.url).send(aMail())).toMatchObject({ kind: 'unreachable' })
})

test.each([
  [422, 'validation_error', 'Invalid `to` field. Use the format email@example.com.'],
  [400, 'validation_error', 'Invalid `to` field. We do not send to that domain.'],
])('%i %s about the recipient is a refusal for good', async (...answer) => {
  const server = await refusing(...answer)
  expect(await sender(server.url).send(aMail())).toMatchObject({ kind: 'refused', permanent: true })
})

test.each([
  [422, 'missing_required_field', 'Missing `subject` field.'],
  [409, 'invalid_idempotent_request', 'Same idempotency key used with a different payload.'],
  [451, 'security_error', 'We may have found a security issue.'],
])('%i %s is a refusal for now', async (...answer) => {
  const server = await refusing(...answer)
  const outcome = await sender(server.url).send(aMail())
  expect(outcome).toMatchObject({ kind: 'refused', permanent: false })
})

test('a reason never repeats an address, a code or a link', async () => {
  const message = 'Invalid `to` field: Ada@example.org 012345 https://example.org/#token=t0'
  const server = await refusing(422, 'validation_error', message)
  const outcome = await sender(server.url).send(aMail())
  expect(outcome).toMatchObject({ reason: expect.stringContaining('422 validation_error') })
  expect(JSON.stringify(outcome)).not.toMatch(/Ada|example|012345|token/)
})

test('nobody there, and an answer that is none, count as not reached', async () => {
  const server = createServer((_request, response) => response.end('<html>hello</html>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await sender(url).send(aMail())).toMatchObject({ kind: 'unreachable' })
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
  expect(await sender(url).send(aMail())).toEqual({
    kind: 'unreachable',
    reason: 'Resend cannot be reached',
  })
})

test('an answer that never comes holds up no mail', async () => {
  const server = await resend({ reply: () => new Promise(() => undefined) })
  const outcome = await sender(server.url, { timeoutMs: 100 }).send(aMail())
  expect(outcome).toEqual({ kind: 'unreachable', reason: 'Resend did not answer in time' })
})

test('the check says whether Resend knows the key, and sends nothing', async () => {
  const server = await resend()
  expect(await sender(server.url).verify()).toEqual({ ok: true })
  expect(await sender(server.url, { apiKey: 're_other' }).verify()).toEqual({
    ok: false,
    reason: expect.stringContaining('check RESEND_API_KEY'),
  })
  expect(server.taken).toEqual([])
})

test('a key that may only send passes the check', async () => {
  const message = 'This API key is restricted to only send emails.'
  const domains = { statusCode: 401, name: 'restricted_api_key', message }
  const server = await resend({ domains })
  expect(await sender(server.url).verify()).toEqual({ ok: true })
})
