import { readFileSync } from 'node:fs'
import type { KeptMail } from '@latchkey/mail'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { bareApp } from '../testing/bare-app.ts'
import { devMailboxRoutes } from './dev-mailbox.route.ts'

const aMail = (over: Partial<KeptMail> = {}): KeptMail => ({
  id: 'mail-1',
  to: 'ada@example.com',
  subject: 'Confirm your address',
  text: 'Your code: 123456',
  html: '<p>Your code: 123456</p><script>alert(1)</script>',
  sentAt: '2026-11-21T08:00:00.000Z',
  ...over,
})

const MAILS = [aMail({ id: 'mail-2', to: 'bob@example.com' }), aMail()]

const setup = () => {
  const app = bareApp()
  const list = ({ to }: { to?: string | undefined } = {}) =>
    MAILS.filter((mail) => to === undefined || mail.to === to.toLowerCase())
  app.register(devMailboxRoutes({ mailbox: { list }, publicUrl: 'http://auth.test:8080' }))
  return (url: string, options: Omit<InjectOptions, 'url'> = {}) =>
    app.inject({ url, ...options, headers: { host: 'localhost:3000', ...options.headers } })
}

test('the mailbox is JSON, newest first, and can be narrowed to one address', async () => {
  const get = setup()
  const all = await get('/dev/mailbox.json')
  expect(all.json()).toEqual({ messages: MAILS })
  expect(all.headers['cache-control']).toBe('no-store')
  const one = await get('/dev/mailbox.json?to=ADA@example.com')
  expect(one.json()).toEqual({ messages: [MAILS[1]] })
  expect((await get('/dev/mailbox.json?to=nobody@example.com')).json()).toEqual({ messages: [] })
})

test.each(['?to=a@x.com&to=b@x.com', '?to[]=a@x.com', '?to%5B%5D=a@x.com', '?to[0]=a@x.com'])(
  'more than one address is refused, however it is written: %s',
  async (query) => {
    const answer = await setup()(`/dev/mailbox.json${query}`)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().code).toBe('validation_failed')
  },
)

test.each(['203.0.113.7', '10.0.0.1', '::ffff:203.0.113.7', '2001:db8::1', 'fe80::1'])(
  'to a caller at %s the mailbox does not exist',
  async (remoteAddress) => {
    for (const path of ['/dev/mailbox', '/dev/mailbox.json', '/dev/mailbox/mail-1.html']) {
      const answer = await setup()(path, { remoteAddress })
      expect(answer.statusCode).toBe(404)
      expect(answer.json().code).toBe('not_found')
    }
  },
)

test.each(['127.0.0.1', '127.9.8.7', '::1', '::ffff:127.0.0.1'])(
  'a caller at %s sees it',
  async (remoteAddress) => {
    expect((await setup()('/dev/mailbox', { remoteAddress })).statusCode).toBe(200)
  },
)

test.each([
  'evil.example',
  'localhost.evil.example:3000',
  'me@localhost:3000',
  'auth.test',
  'auth.test:3000',
  '127.0.0.1.evil.example',
])('a page that reached us under the name “%s” sees nothing', async (host) => {
  expect((await setup()('/dev/mailbox.json', { headers: { host } })).statusCode).toBe(404)
})

test.each([
  'localhost',
  'LocalHost:3000',
  '127.0.0.1:80',
  '127.1.2.3',
  '[::1]:3000',
  'AUTH.test:8080',
])('under the name %s it is there', async (host) => {
  expect((await setup()('/dev/mailbox.json', { headers: { host } })).statusCode).toBe(200)
})

test.each([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
])('whoever came through a proxy (%s) sees nothing', async (name) => {
  const answer = await setup()('/dev/mailbox.json', { headers: { [name]: '127.0.0.1' } })
  expect(answer.statusCode).toBe(404)
})

test("a mail's HTML is shown where none of it can run, load or send anything", async () => {
  const answer = await setup()('/dev/mailbox/mail-1.html')
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toBe(aMail().html)
  const policy = String(answer.headers['content-security-policy']).split(';')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain('sandbox')
  expect(policy).toContain("frame-ancestors 'self'")
  expect(answer.headers['x-frame-options']).toBe('SAMEORIGIN')
  expect((await setup()('/dev/mailbox/mail-9.html')).statusCode).toBe(404)
})

test('the page itself runs no inline script and frames nothing but its own mails', async () => {
  const policy = String((await setup()('/dev/mailbox')).headers['content-security-policy'])
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-src 'self'")
  expect(policy).not.toContain('unsafe')
})

test('asking whether there is a new mail costs no body', async () => {
  const get = setup()
  const head = await get('/dev/mailbox.json', { method: 'HEAD' })
  expect(head.body).toBe('')
  expect(head.headers.etag).toBe('"mail-2-2"')
})

test('the mailbox has the colours of the web app', () => {
  const coloursOf = (path: string): string[] => {
    const css = readFileSync(new URL(path, import.meta.url), 'utf8')
    // Without the variables of the brand, only with what counts where there is none.
    const plain = css.replace(/var\([\w-]+, (#\w+)\)/g, '$1')
    return plain.match(/light-dark\([^)]+\)/g) ?? []
  }
  const palette = coloursOf('../../../web/src/styles.css')
  const own = coloursOf('./static/mailbox.css')
  expect(own.length).toBeGreaterThan(4)
  for (const colour of own) expect(palette).toContain(colour)
})
