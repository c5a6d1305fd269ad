import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerName,
} from '../../packages/sql/src/testing/test-servers.ts'
import { aNewAddress, anAccount, bearer, login, PASSWORD, register } from '../account.ts'
import type { Answer } from '../request.ts'
import { launchServer, startServer, type TestServer, untilReady } from '../server.ts'
import { canRunPostgres, type PostgresNode, postgresNode } from './postgres-node.ts'
import { tcpProxy } from './tcp-proxy.ts'

const NAMES = ['PostgreSQL', 'MySQL'] as const satisfies readonly ServerName[]
const SERVERS = await Promise.all(
  NAMES.map(async (name) => ({ name, isThere: await answers(name) })),
)

/** How old the list of ended sessions may be, and a margin for the looks themselves. */
const STALE_MS = 1_500

const running: TestServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})
const tracked = (server: TestServer): TestServer => {
  running.push(server)
  return server
}

/** A database behind a way of its own: its URL through the way, and past it. */
const aFarDatabase = async (name: ServerName) => {
  const database = await createServerDatabase(name)
  const far = new URL(database.url)
  const way = await tcpProxy(Number(far.port))
  far.port = String(way.port)
  onTestFinished(async () => {
    await way.close()
    await database.drop()
  })
  return { url: far.href, directUrl: database.url, way }
}

/** 503 `unavailable` with the time to wait, the one failure that is not ours. */
const isHonest = ({ status, headers, body }: Answer): boolean =>
  status < 500 ||
  (status === 503 && body.code === 'unavailable' && Number(headers['retry-after']) >= 1)

/** What a server says of itself: alive, able to serve, and the state of its database. */
const healthOf = async (server: TestServer) => {
  const [short, live, ready, health] = await Promise.all(
    ['/health', '/api/health/live', '/api/health/ready', '/api/health'].map((path) =>
      server.get(path),
    ),
  )
  const { status, dependencies } = JSON.parse(health!.text)
  return [short, live, ready, health]
    .map((answer) => answer!.status)
    .concat([status, dependencies.database] as never[])
}
const AWAY = [200, 200, 503, 503, 'down', 'unhealthy']
const BACK = [200, 200, 200, 200, 'ok', 'healthy']

/** Requests of every kind until `end`, whatever becomes of them. */
const traffic = (server: TestServer, account: { email: string; accessToken: string }) => {
  const received: Answer[] = []
  const promised: string[] = []
  let isOver = false
  const repeat = async (pauseMs: number, ask: () => Promise<Answer>) => {
    while (!isOver) {
      received.push(await ask())
      await wait(pauseMs)
    }
  }
  const signUp = async () => {
    const email = aNewAddress()
    const answer = await register(server, { email, password: PASSWORD })
    if (answer.status === 202) promised.push(email)
    return answer
  }
  const headers = bearer(account.accessToken)
  const flows = [
    repeat(50, () => server.get('/api/auth/me', headers)),
    repeat(50, () => server.get('/api/auth/session', headers)),
    repeat(100, () => server.post('/api/auth/refresh-token', { refreshToken: 'x'.repeat(60) })),
    repeat(300, () => server.post('/api/auth/send-otp', { email: aNewAddress() })),
    repeat(500, () => login(server, { email: account.email, password: PASSWORD })),
    repeat(500, signUp),
  ]
  return {
    received,
    /** Whose sign-up was acknowledged: a mail must come. */
    promised,
    end: async () => {
      isOver = true
      await Promise.all(flows)
    },
  }
}

/** The statuses of `me` and `session` for a token. */
const seenBy = async (server: TestServer, accessToken: string) => {
  const headers = bearer(accessToken)
  const asked = ['/api/auth/me', '/api/auth/session'].map((path) => server.get(path, headers))
  return (await Promise.all(asked)).map(({ status }) => status)
}

for (const { name, isThere } of SERVERS)
  describe.skipIf(!isThere)(`${name} is away`, () => {
    test.each(['refuse', 'hang'] as const)(
      'at start (%s): alive, not ready, 503, and up by itself when it is back',
      async (fault) => {
        const { url, way } = await aFarDatabase(name)
        await way.become(fault)
        const server = tracked(await launchServer({ env: { DATABASE_URL: url } }))
        await untilAnswering(server)
        expect(await healthOf(server)).toEqual(AWAY)
        for (const path of ['/', '/api/config', '/api/auth/me', '/no/such/path']) {
          const answer = await server.get(path)
          expect([answer.status, answer.body.code]).toEqual([503, 'unavailable'])
          expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1)
        }
        const early = await register(server, { email: aNewAddress(), password: PASSWORD })
        expect(early.body.code).toBe('unavailable')
        await untilTold(server, 'nothing answers at')
        await way.become('pass')
        await untilReady(server)
        expect(await healthOf(server)).toEqual(BACK)
        await anAccount(server)
        expect(server.logs().match(/cannot be used because nothing answers/g)).toHaveLength(1)
        expect(server.logs().match(/the database answers/g)).toHaveLength(1)
        expect(server.logs().match(/setup#token=/g)).toHaveLength(1)
      },
    )

    test('at start, until SIGTERM ends the waiting in order', async () => {
      const { url, way } = await aFarDatabase(name)
      await way.become('hang')
      const server = await launchServer({ env: { DATABASE_URL: url } })
      await untilAnswering(server)
      expect(await server.stop()).toEqual({ code: 0, signal: null })
    })

    test('in a way that only an operator mends: the server ends and says it', async () => {
      const { url, way } = await aFarDatabase(name)
      const wrong = new URL(url)
      wrong.username = 'nobody_of_that_name'
      wrong.password = 'hunter2'
      const server = await launchServer({ env: { DATABASE_URL: wrong.href } })
      expect(await server.exit).toEqual({ code: 1, signal: null })
      expect(server.logs()).toContain('it does not let in the user nobody_of_that_name')
      await way.close()
      await server.stop()
    })

    test.each(['refuse', 'hang'] as const)(
      'in the middle (%s): 503 and never an old yes, then everything goes on by itself',
      async (fault) => {
        const { url, directUrl, way } = await aFarDatabase(name)
        const server = tracked(await startServer({ env: { DATABASE_URL: url } }))
        const near = tracked(
          await startServer({
            dataDir: server.dataDir,
            env: { DATABASE_URL: directUrl, PUBLIC_URL: server.url },
          }),
        )
        const account = await anAccount(server)
        const { accessToken: ended = '' } = (await login(near, account)).body
        expect(await seenBy(server, ended)).toEqual([200, 200])
        const clients = traffic(server, account)
        await wait(1_500)

        await way.become(fault)
        expect((await near.post('/api/auth/logout', {}, bearer(ended))).status).toBe(200)
        await wait(STALE_MS)
        for (let round = 0; round < 4; round++) {
          expect(await seenBy(server, account.accessToken)).toEqual([503, 503])
          expect(await seenBy(server, ended)).toEqual([503, 503])
          expect(await healthOf(server)).toEqual(AWAY)
          await wait(500)
        }
        await way.become('pass')
        await untilReady(server)
        for (const { status } of await untilAll(server, account.accessToken))
          expect(status).toBe(200)
        expect(await seenBy(server, ended)).toEqual([401, 401])
        await wait(1_000)
        await clients.end()
        expect(clients.received.filter((answer) => !isHonest(answer))).toEqual([])
        expect(clients.received.filter(({ status }) => status === 503).length).toBeGreaterThan(4)
        for (const email of clients.promised) await server.inbox(email)
        const { refreshToken } = account
        expect((await server.post('/api/auth/refresh-token', { refreshToken })).status).toBe(200)
        expect(await healthOf(server)).toEqual(BACK)
      },
    )

    test('in the middle (hang), until SIGTERM ends the server in order all the same', async () => {
      const { url, way } = await aFarDatabase(name)
      const server = await startServer({ env: { DATABASE_URL: url } })
      const account = await anAccount(server)
      await way.become('hang')
      const { refreshToken } = account
      const unanswered = server.post('/api/auth/refresh-token', { refreshToken }).catch(() => null)
      expect(await server.stop()).toEqual({ code: 0, signal: null })
      await unanswered
    })

    test('for a moment (every connection is cut): nobody sees more than 503, and it goes on', async () => {
      const { url, way } = await aFarDatabase(name)
      const server = tracked(await startServer({ env: { DATABASE_URL: url } }))
      const account = await anAccount(server)
      const clients = traffic(server, account)
      for (let round = 0; round < 10; round++) {
        await wait(200)
        way.cut()
      }
      await wait(1_000)
      await clients.end()
      expect(clients.received.filter((answer) => !isHonest(answer))).toEqual([])
      for (const email of clients.promised) await server.inbox(email)
      expect(await seenBy(server, account.accessToken)).toEqual([200, 200])
      expect(await healthOf(server)).toEqual(BACK)
    })
  })

describe.skipIf(!canRunPostgres)('a PostgreSQL server of the test', () => {
  const aNode = async (): Promise<PostgresNode> => {
    const node = await postgresNode()
    onTestFinished(node.remove)
    return node
  }

  test.each(['stop', 'kill'] as const)(
    'is ended (%s) and comes back: 503 meanwhile, and everything goes on by itself',
    async (end) => {
      const node = await aNode()
      await node.start()
      const server = tracked(await startServer({ env: { DATABASE_URL: node.url } }))
      const account = await anAccount(server)
      const clients = traffic(server, account)
      await wait(1_000)
      await node[end]()
      await wait(STALE_MS)
      expect(await seenBy(server, account.accessToken)).toEqual([503, 503])
      expect(await healthOf(server)).toEqual(AWAY)
      await node.start()
      await untilReady(server)
      await untilAll(server, account.accessToken)
      await wait(1_000)
      await clients.end()
      expect(clients.received.filter((answer) => !isHonest(answer))).toEqual([])
      for (const email of clients.promised) await server.inbox(email)
      expect((await login(server, account)).status).toBe(200)
      expect(await healthOf(server)).toEqual(BACK)
      await server.stop()
      running.length = 0
    },
  )

  test('starts after its server, and two workers wait for it', async () => {
    const node = await aNode()
    const env = { DATABASE_URL: node.url, WORKERS: '2' }
    const server = tracked(await launchServer({ env }))
    await untilAnswering(server)
    expect(await healthOf(server)).toEqual(AWAY)
    await node.start()
    await untilReady(server)
    await anAccount(server)
    expect(server.logs().match(/setup#token=/g)).toHaveLength(1)
    await server.stop()
    running.length = 0
  })
})

const untilTold = async (server: TestServer, words: string): Promise<void> => {
  for (let waits = 0; waits < 800 && !server.logs().includes(words); waits++) await wait(25)
  expect(server.logs()).toContain(words)
}

/** Waits until somebody answers, ready or not. */
const untilAnswering = async (server: TestServer): Promise<void> => {
  for (let waits = 0; waits < 800; waits++) {
    const answer = await server.get('/api/health/live').catch(() => null)
    if (answer?.status === 200) return
    await wait(25)
  }
  throw new Error(`nobody answers:\n${server.logs()}`)
}

/** The answers for a good token once the list of ended sessions has been read anew. */
const untilAll = async (server: TestServer, accessToken: string): Promise<readonly Answer[]> => {
  const headers = bearer(accessToken)
  for (let waits = 0; waits < 400; waits++) {
    const asked = ['/api/auth/me', '/api/auth/session'].map((path) => server.get(path, headers))
    const received = await Promise.all(asked)
    if (received.every(({ status }) => status !== 503)) return received
    await wait(25)
  }
  throw new Error('the list of ended sessions stays out of reach')
}
