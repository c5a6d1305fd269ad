import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { resendCatcher } from '../packages/mail/src/testing/resend-catcher.ts'
import { type Database, openDatabase } from '../packages/sql/src/shared/database.ts'
import { createMailAccount, MAIL_RIGHTS } from '../packages/sql/src/testing/mail-account.ts'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { aNewAddress, PASSWORD, register, verify } from './account.ts'
import { type MailSink, mailSink } from './faults/mail-sink.ts'
import { canRunRabbit, type RabbitNode, rabbitNode } from './faults/rabbit-node.ts'
import { tcpProxy } from './faults/tcp-proxy.ts'
import { launchMailer, type TestMailer } from './mailer.ts'
import { type Environment, latchkey } from './process.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

const isThere = canRunRabbit && (await answers('PostgreSQL'))
const SECRET = randomBytes(32).toString('base64')
const eventually = (check: () => unknown, seconds = 20) =>
  vi.waitFor(check, { timeout: seconds * 1000, interval: 50 })

describe.skipIf(!isThere)('mails leave by a worker of its own', () => {
  let broker: RabbitNode
  let database: ServerDatabase
  /** What it holds, read beside server and worker. */
  let held: Database
  let sink: MailSink
  let server: TestServer
  /** What server and worker share. */
  let shared: Environment
  beforeAll(async () => {
    broker = await rabbitNode()
    await broker.start()
    database = await createServerDatabase('PostgreSQL')
    sink = await mailSink('accept')
    shared = { DATABASE_URL: database.url, AMQP_URL: broker.url, SMTP_URL: sink.url }
    server = await startServer({ env: { ...shared, LATCHKEY_SECRET: SECRET } })
    held = await openDatabase({ location: database.url })
  })
  afterAll(async () => {
    await server.stop()
    await held.close()
    await sink.become('closed')
    await database.drop()
    await broker.remove()
  })

  const launch = async (env: Environment = {}): Promise<TestMailer> => {
    const cwd = aFolder()
    const made = await launchMailer({ env: { ...shared, LATCHKEY_SECRET: SECRET, ...env }, cwd })
    onTestFinished(async () => {
      // In order: a killed one may leave a mail in its hands that the next test would see again.
      await made.stop()
      rmSync(cwd, { recursive: true, force: true })
    })
    return made
  }
  const start = async (env: Environment = {}): Promise<TestMailer> => {
    const made = await launch(env)
    await made.untilReady()
    return made
  }
  const askForCode = async (email = aNewAddress()): Promise<string> => {
    expect((await server.post('/api/auth/send-otp', { email })).status).toBe(202)
    return email
  }
  const arrives = (email: string) => eventually(() => expect(sink.mailsTo(email)).toHaveLength(1))
  const stateOf = (email: string) =>
    held.read
      .selectFrom('messages')
      .select(['state', 'reason'])
      .where('recipient', '=', email)
      .executeTakeFirst()

  test('who signs up gets the mail and is verified by its link', async () => {
    await start()
    const email = aNewAddress()
    const { body } = await register(server, { email, password: PASSWORD })
    await arrives(email)
    const text = sink.mailsTo(email)[0]?.text ?? ''
    const token = /#token=([\w-]+)/.exec(text)?.[1] ?? ''
    const registrationToken = body.registrationToken ?? ''
    const verified = await verify(server, { registrationToken, token })
    expect(verified.body.user?.email).toBe(email)
    await eventually(async () => expect(await stateOf(email)).toMatchObject({ state: 'sent' }))
  })

  test('without a worker the sign-up stands, and its mail waits where it can be seen', async () => {
    const email = aNewAddress()
    expect((await register(server, { email, password: PASSWORD })).status).toBe(202)
    expect(await stateOf(email)).toEqual({ state: 'queued', reason: null })
    await start()
    await arrives(email)
  })

  test('a worker that is told to stop loses none of the mails in its hands and repeats none', async () => {
    const slow = await mailSink('accept', { lookMs: () => 300 })
    onTestFinished(() => slow.become('closed'))
    const first = await start({ SMTP_URL: slow.url })
    const emails = await Promise.all(Array.from({ length: 20 }, () => askForCode()))
    await eventually(() => expect(slow.heard()).toBeGreaterThan(2))
    expect(await first.stop()).toEqual({ code: 0, signal: null })
    expect(slow.mails().length).toBeLessThan(20)
    await start({ SMTP_URL: slow.url })
    await eventually(() => expect(slow.mails().length).toBeGreaterThanOrEqual(20))
    for (const email of emails) expect(slow.mailsTo(email)).toHaveLength(1)
  })

  test('the mail key and an account that sees messages alone are all that a worker needs', async () => {
    const printed = await latchkey(['keys', 'mail'], { env: server.env, cwd: server.dataDir })
    const account = await createMailAccount('PostgreSQL', database.url)
    onTestFinished(account.drop)
    await account.grant(MAIL_RIGHTS)
    const worker = await start({
      DATABASE_URL: account.url,
      LATCHKEY_MAIL_KEY: printed.output.trim(),
      LATCHKEY_SECRET: '',
    })
    await arrives(await askForCode())
    expect(worker.logs()).not.toContain(printed.output.trim())
    expect(worker.logs()).not.toMatch(/WARN|ERROR/)
  })

  test('a mail that a worker cannot open is set aside with the reason, and not lost', async () => {
    const wrong = await start({ LATCHKEY_SECRET: randomBytes(32).toString('base64') })
    const email = await askForCode()
    const aside = { state: 'deferred', reason: expect.stringContaining('another key') }
    await eventually(async () => expect(await stateOf(email)).toEqual(aside))
    await wrong.stop()
    await start()
    const now = { next_try_at: Date.now() }
    await held.write.updateTable('messages').set(now).where('recipient', '=', email).execute()
    await arrives(email)
  })

  test('a worker waits for a schema that is not there yet, and says so', async () => {
    const empty = await createServerDatabase('PostgreSQL')
    onTestFinished(empty.drop)
    const env = { DATABASE_URL: empty.url }
    const worker = await launch(env)
    await eventually(async () => expect((await worker.get('/live')).status).toBe(200))
    expect((await worker.get('/ready')).status).toBe(503)
    await eventually(() => expect(worker.logs()).toContain('migrate up'))
    const migrated = await latchkey(['migrate', 'up'], {
      env: { ...server.env, ...env },
      cwd: server.dataDir,
    })
    expect(migrated.code).toBe(0)
    await worker.untilReady()
  })

  test('it tells Prometheus what it did and what waits', async () => {
    const worker = await start()
    await arrives(await askForCode())
    const figures = async () => (await worker.get('/metrics')).text
    const sent = /^mail_sent_total\{template="sign_in_code",result="sent"\} 1$/m
    await eventually(async () => expect(await figures()).toMatch(sent))
    expect(await figures()).toMatch(/^outbox_pending \d+$/m)
    expect(await figures()).toMatch(/^outbox_oldest_seconds [\d.]+$/m)
    expect(await figures()).toMatch(/^process_cpu_seconds_total /m)
  })

  test('without a broker it is alive and not ready, and goes on by itself', async () => {
    const worker = await start()
    await broker.kill()
    await eventually(async () => expect((await worker.get('/ready')).status).toBe(503))
    expect((await worker.get('/live')).status).toBe(200)
    const email = await askForCode()
    await broker.start()
    await worker.untilReady()
    await arrives(email)
  })

  test.each(['refuse', 'hang'] as const)(
    'while its database is away (%s) it is alive and not ready, and goes on by itself',
    async (mode) => {
      const { port, hostname } = new URL(database.url)
      expect(hostname).toBe('127.0.0.1')
      const way = await tcpProxy(Number(port || 5432))
      onTestFinished(way.close)
      const url = new URL(database.url)
      url.port = String(way.port)
      const worker = await start({ DATABASE_URL: url.href })
      await way.become(mode)
      await eventually(async () => expect((await worker.get('/ready')).status).toBe(503))
      expect((await worker.get('/live')).status).toBe(200)
      expect((await worker.get('/metrics')).text).toMatch(/^outbox_pending nan$/im)
      const email = await askForCode()
      await way.become('pass')
      await worker.untilReady()
      await arrives(email)
    },
  )

  test('while the mail server cannot be reached its mails leave by Resend', async () => {
    const nobody = await mailSink('closed')
    const resend = await resendCatcher({ apiKey: 're_test' })
    onTestFinished(resend.close)
    const ways = { SMTP_URL: nobody.url, RESEND_API_KEY: 're_test', RESEND_BASE_URL: resend.url }
    const worker = await start(ways)
    const email = await askForCode()
    await eventually(() => expect(resend.taken.map(({ to }) => to)).toEqual([[email]]))
    expect(worker.logs()).toContain('mails go by the next sender')
    expect(worker.logs()).not.toContain('re_test')
    await eventually(async () => expect(await stateOf(email)).toMatchObject({ state: 'sent' }))
  })

  test('doctor tells for each way to send whether it is open to us', async () => {
    const resend = await resendCatcher({ apiKey: 're_test' })
    onTestFinished(resend.close)
    const doctor = async (key: string) => {
      const env = { ...server.env, RESEND_API_KEY: key, RESEND_BASE_URL: resend.url }
      return (await latchkey(['doctor'], { env, cwd: server.dataDir })).output
    }
    const fine = await doctor('re_test')
    expect(fine).toContain('✓ mail: the mail server accepts us')
    expect(fine).toContain('✓ mail: Resend knows the key')
    const wrong = await doctor('re_other')
    expect(wrong).toContain('✗ mail: Resend does not let us send: check RESEND_API_KEY')
    expect(wrong).not.toContain('re_other')
    expect(resend.taken).toEqual([])
  })

  test('what it cannot start with is told at once, by name and without a value', async () => {
    const cwd = aFolder()
    onTestFinished(() => rmSync(cwd, { recursive: true }))
    const env = { NODE_ENV: 'production', LATCHKEY_MAIL_KEY: 'hunter2', SMTP_URL: 'hunter2' }
    const worker = await launchMailer({ env, cwd })
    expect(await worker.exit).toEqual({ code: 1, signal: null })
    for (const name of ['AMQP_URL', 'LATCHKEY_MAIL_KEY', 'SMTP_URL', 'MAIL_FROM'])
      expect(worker.logs()).toContain(`${name}: `)
    expect(worker.logs()).not.toContain('hunter2')
  })

  test('a database that only an operator can mend ends it with a sentence', async () => {
    const url = new URL(database.url)
    url.pathname = '/no_such_database'
    const worker = await launch({ DATABASE_URL: url.href })
    expect((await worker.exit).code).toBe(1)
    expect(worker.logs()).toContain('latchkey mailer: The database')
  })
})
