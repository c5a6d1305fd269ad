import { expect, type TestContext, test, vi } from 'vitest'
import { aNewAddress, PASSWORD, register } from '../account.ts'
import { startServer, type TestServer } from '../server.ts'
import { type MailSink, mailSink, type SinkMode } from './mail-sink.ts'

/** A trouble of the mail server lasts some seconds; the server's own waits are longer than these. */
const SOON = { timeout: 15_000, interval: 50 }
const GREETING_MS = 30_000

const aServerWith = async (
  mode: SinkMode,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
): Promise<{ server: TestServer; sink: MailSink }> => {
  const sink = await mailSink(mode, { greetingMs: GREETING_MS })
  const server = await startServer({ env: { SMTP_URL: sink.url, HASH_MAX_WAIT_MS: '60000' } })
  onTestFinished(async () => {
    await server.kill()
    await sink.become('closed')
  })
  return { server, sink }
}

const signUp = async (server: TestServer): Promise<string> => {
  const email = aNewAddress()
  const answer = await register(server, { email, password: PASSWORD })
  expect(answer.status).toBe(202)
  return email
}

const healthOf = async (server: TestServer) => {
  const [health, ready] = await Promise.all([
    server.get('/api/health'),
    server.get('/api/health/ready'),
  ])
  const { status, dependencies } = JSON.parse(health.text) as {
    status: string
    dependencies: { mail: string }
  }
  return { health: health.status, status, mail: dependencies.mail, ready: ready.status }
}

const messageTo = (server: TestServer, email: string) =>
  server.rows('select * from messages where recipient = ?', email)[0] ?? {}

const GOOD = { health: 200, status: 'ok', mail: 'healthy', ready: 200 }
const DEGRADED = { health: 200, status: 'degraded', mail: 'unhealthy', ready: 200 }

test.concurrent('while the mail server is down the API answers and says so; its mails go later', async (context) => {
  const { server, sink } = await aServerWith('closed', context)
  const email = await signUp(server)
  await vi.waitFor(async () => expect(await healthOf(server)).toEqual(DEGRADED), SOON)
  const other = await signUp(server)
  const unknown = await server.post('/api/auth/forgot-password', { email })
  expect(unknown.status).toBe(202)
  expect(messageTo(server, email)).toMatchObject({ tries: 0, finished_at: null })

  await sink.become('accept')
  await vi.waitFor(() => expect(sink.mails()).toHaveLength(2), SOON)
  expect([sink.mailsTo(email).length, sink.mailsTo(other).length]).toEqual([1, 1])
  await vi.waitFor(async () => expect(await healthOf(server)).toEqual(GOOD), SOON)
  await vi.waitFor(
    () =>
      expect(messageTo(server, email)).toMatchObject({ state: 'sent', tries: 0, payload: null }),
    SOON,
  )
})

test.concurrent('a mail server that greets after 30 s holds up nobody and gets the mail once', async (context) => {
  const { server, sink } = await aServerWith('dawdle', context)
  const email = await signUp(server)
  await vi.waitFor(() => expect(messageTo(server, email)['lease_owner']).not.toBeNull(), SOON)
  const leasedUntil = Number(messageTo(server, email)['leased_until'])
  expect((await server.post('/api/auth/forgot-password', { email })).status).toBe(202)
  expect(sink.heard()).toBe(0)
  expect(await healthOf(server)).toEqual(GOOD)

  await vi.waitFor(() => expect(sink.mailsTo(email)).toHaveLength(1), {
    timeout: GREETING_MS + 10_000,
    interval: 250,
  })
  expect(Date.now(), 'its lease was renewed').toBeGreaterThan(leasedUntil)
  await vi.waitFor(() => expect(messageTo(server, email)['state']).toBe('sent'), SOON)
  expect(sink.heard()).toBe(1)
})

test.concurrent('a mail server that hangs after DATA holds up nobody and gets the same mail again', async (context) => {
  const { server, sink } = await aServerWith('hang', context)
  const email = await signUp(server)
  await vi.waitFor(() => expect(sink.heard()).toBe(1), SOON)
  const other = await signUp(server)
  expect((await server.post('/api/auth/forgot-password', { email })).status).toBe(202)
  expect(sink.mails()).toEqual([])
  expect((await healthOf(server)).ready).toBe(200)

  await sink.become('closed')
  await sink.become('accept')
  await vi.waitFor(() => expect(sink.mails()).toHaveLength(2), SOON)
  expect(sink.mailsTo(other)).toHaveLength(1)
  const { id } = messageTo(server, email)
  expect(sink.mailsTo(email)[0]?.messageId).toBe(`<${id}@localhost>`)
  await vi.waitFor(() => expect(messageTo(server, email)['state']).toBe('sent'), SOON)
})

test.concurrent('a mail refused for now goes again and costs a try', async (context) => {
  const { server, sink } = await aServerWith('temporary', context)
  const email = await signUp(server)
  await vi.waitFor(() => expect(messageTo(server, email)['state']).toBe('deferred'), SOON)
  expect(messageTo(server, email)).toMatchObject({ tries: 1, finished_at: null })
  expect(await healthOf(server)).toEqual(GOOD)
  await sink.become('accept')
  await vi.waitFor(() => expect(sink.mailsTo(email)).toHaveLength(1), SOON)
  await vi.waitFor(
    () => expect(messageTo(server, email)).toMatchObject({ state: 'sent', tries: 1 }),
    SOON,
  )
})

test.concurrent('a mail refused for good is dead, with a reason that quotes neither address nor link', async (context) => {
  const { server, sink } = await aServerWith('permanent', context)
  const email = await signUp(server)
  await vi.waitFor(() => expect(messageTo(server, email)['state']).toBe('dead'), SOON)
  const message = messageTo(server, email)
  expect(message).toMatchObject({ tries: 1, next_try_at: null })
  expect(message['reason']).toMatch(/refused.*554 5\.7\.1 never/)
  expect(message['reason']).not.toMatch(/@|token|\d{6}/)
  const lost = server.logs().match(/^.*a mail is given up.*$/m)?.[0]
  expect(lost).toContain(message['reason'])
  expect(lost).not.toContain(email)
  expect(await healthOf(server)).toEqual(GOOD)

  await sink.become('accept')
  const other = await signUp(server)
  await vi.waitFor(() => expect(sink.mailsTo(other)).toHaveLength(1), SOON)
  expect(sink.mailsTo(email)).toEqual([])
})
