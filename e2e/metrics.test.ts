import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { type Account, anAccount, bearer, login } from './account.ts'
import { anAgent, send } from './request.ts'
import { aFolder, freePort, launchServer, startServer, type TestServer } from './server.ts'

const SOON = { timeout: 20_000, interval: 50 }

/** What Prometheus reads, and the value of one line of it. */
const figuresOn = (port: number) => {
  const text = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/plain')
    return answer.text()
  }
  return {
    text,
    value: async (series: string): Promise<number | undefined> => {
      const line = (await text()).split('\n').find((one) => one.startsWith(`${series} `))
      return line === undefined ? undefined : Number(line.slice(series.length))
    },
  }
}

describe('figures of one process', () => {
  let server: TestServer
  let figures: ReturnType<typeof figuresOn>
  let ada: Account

  beforeAll(async () => {
    const port = await freePort()
    figures = figuresOn(port)
    server = await startServer({ hasLimits: true, env: { METRICS_PORT: String(port) } })
    ada = await anAccount(server)
  })
  afterAll(async () => {
    await server.stop()
  })

  test('requests are counted by the pattern of their route, and unknown ones as unknown', async () => {
    for (let n = 0; n < 3; n++) await server.get(`/api/avatars/../${ada.email}-${n}`)
    await server.get('/api/auth/session?token=hunter2', bearer(ada.accessToken))
    await server.get('/api/auth/session')
    const count = 'http_request_duration_seconds_count'
    await vi.waitFor(async () => {
      const session = (status: number) =>
        figures.value(`${count}{method="GET",route="/api/auth/session",status="${status}"}`)
      expect([await session(200), await session(401)]).toEqual([1, 1])
      const unknown = `${count}{method="GET",route="unknown",status="404"}`
      expect(await figures.value(unknown)).toBe(3)
    }, SOON)
  })

  test('sign-ins are counted by way and result, and so are the limits they meet', async () => {
    const before = 'auth_login_total{method="verification",result="success"}'
    expect(await figures.value(before)).toBe(1)
    await login(server, ada)
    const wrong = { email: ada.email, password: 'Wrong-Guess-99' }
    const statuses = []
    for (let n = 0; n < 6; n++) statuses.push((await login(server, wrong)).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    await vi.waitFor(async () => {
      const logins = (result: string) =>
        figures.value(`auth_login_total{method="password",result="${result}"}`)
      const results = [await logins('success'), await logins('refused'), await logins('limited')]
      expect(results).toEqual([1, 5, 1])
      const text = await figures.text()
      expect(text).toMatch(/^auth_rate_limited_total\{rule="[a-z_-]+"\} 1$/m)
      expect(text).not.toContain('rule="other"')
    }, SOON)
  })

  test('hashing, mails, the event loop and the process have their figures', async () => {
    await server.inbox(ada.email)
    await vi.waitFor(async () => {
      const sent = 'mail_sent_total{template="verify_email",result="sent"}'
      expect(await figures.value(sent)).toBe(1)
      // A sign-up and the password checks from before.
      expect(await figures.value('auth_password_hash_seconds_count')).toBeGreaterThanOrEqual(7)
    }, SOON)
    const waits = await figures.value('auth_password_hash_wait_seconds_count')
    expect(waits).toBe(await figures.value('auth_password_hash_seconds_count'))
    for (const [name, value] of [
      ['auth_password_hash_queue_depth', 0],
      ['outbox_pending', 0],
      ['outbox_oldest_seconds', 0],
      ['server_ready', 1],
    ] as const)
      expect(await figures.value(name), name).toBe(value)
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
      expect(await figures.value(name), name).toBeGreaterThan(0)
  })

  test('nobody is in them, and they are not on the port of the API', async () => {
    const text = await figures.text()
    for (const told of ['@', 'hunter2', ada.id, ada.accessToken, '127.0.0.1'])
      expect(text.includes(told), told).toBe(false)
    expect((await server.get('/metrics')).status).toBe(404)
  })
})

const isThere = await answers('PostgreSQL')

describe.skipIf(!isThere)('figures of several workers', () => {
  const dataDir = aFolder()
  let database: ServerDatabase
  let server: TestServer
  let figures: ReturnType<typeof figuresOn>

  beforeAll(async () => {
    database = await createServerDatabase('PostgreSQL')
    const port = await freePort()
    figures = figuresOn(port)
    const env = { DATABASE_URL: database.url, WORKERS: '2', METRICS_PORT: String(port) }
    server = await startServer({ dataDir, env })
  })
  afterAll(async () => {
    await server.stop()
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  test('are gathered: what each has counted is added up, and one outbox stays one', async () => {
    // Each connection is one worker's; of so many both have some.
    const asked = Array.from({ length: 40 }, async () => {
      const agent = anAgent()
      await send(`http://127.0.0.1:${server.port}`, '/api/config', { agent })
      agent.destroy()
    })
    await Promise.all(asked)
    const count = 'http_request_duration_seconds_count'
    await vi.waitFor(async () => {
      const series = `${count}{method="GET",route="/api/config",status="200"}`
      expect(await figures.value(series)).toBe(40)
      expect(await figures.value('server_ready')).toBe(1)
    }, SOON)
    expect(await figures.value('outbox_pending')).toBe(0)
    expect(await figures.value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
  })
})

test('figures that cannot be served where they should be end the start with a sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const inUse = String(typeof address === 'object' ? address?.port : 0)
  const port = String(await freePort())
  for (const [env, why] of [
    [{ PORT: port, METRICS_PORT: port }, /METRICS_PORT: must not be PORT/],
    [{ METRICS_PORT: inUse }, /METRICS_PORT cannot be used: EADDRINUSE/],
  ] as const) {
    const failed = await launchServer({ env })
    expect((await failed.exit).code).toBe(1)
    expect(failed.logs()).toMatch(why)
    await failed.kill()
  }
})
