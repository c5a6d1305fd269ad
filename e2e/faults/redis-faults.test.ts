import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  type Account,
  aMailedOtp,
  aNewAddress,
  anAccount,
  bearer,
  login,
  OTHER_PASSWORD,
  verifyOtp,
} from '../account.ts'
import type { Answer } from '../request.ts'
import { startServer, type TestServer } from '../server.ts'
import { canRunRedis, type RedisNode, redisNode } from './redis-node.ts'
import { tcpProxy } from './tcp-proxy.ts'

const SOON = { timeout: 15_000, interval: 50 }
/** Far above the quarter of a second that Redis is given, far below what a client gives us. */
const GENEROUS_MS = 3000

const aServerWith = async ({ hasLimits = false } = {}) => {
  const redis = await redisNode()
  const network = await tcpProxy(redis.port)
  await redis.start()
  const server = await startServer({
    env: { REDIS_URL: `redis://:hunter2@127.0.0.1:${network.port}` },
    hasLimits,
  })
  onTestFinished(async () => {
    await server.stop()
    await network.close()
    await redis.remove()
  })
  return { redis, network, server }
}
type Faulty = Awaited<ReturnType<typeof aServerWith>>

const healthOf = async (server: TestServer) => {
  const { status, text } = await server.get('/api/health')
  const { status: state, dependencies } = JSON.parse(text)
  return [status, state, dependencies.cache]
}
const untilHealthy = (server: TestServer) =>
  vi.waitFor(async () => expect(await healthOf(server)).toEqual([200, 'ok', 'healthy']), SOON)

const me = async (server: TestServer, accessToken: string | undefined) =>
  (await server.get('/api/auth/me', bearer(accessToken))).status

/** Somebody signs in, stays signed in and signs out: nothing of it may need Redis. */
const expectEverydayWork = async (server: TestServer, account: Account) => {
  const signedIn = await login(server, account)
  expect(signedIn.status).toBe(200)
  expect(await me(server, signedIn.body.accessToken)).toBe(200)
  const { refreshToken } = signedIn.body
  const { status, body } = await server.post('/api/auth/refresh-token', { refreshToken })
  expect(status).toBe(200)
  const ended = await server.post('/api/auth/logout', {}, bearer(body.accessToken))
  expect(ended.status).toBe(200)
  expect(await me(server, body.accessToken)).toBe(401)
  return body.accessToken
}

const expectUnavailable = ({ status, body, headers }: Answer) => {
  expect([status, body.code]).toEqual([503, 'unavailable'])
  expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1)
}

const withinReason = async (ask: () => Promise<Answer>): Promise<Answer> => {
  const begun = performance.now()
  const answer = await ask()
  expect(performance.now() - begun).toBeLessThan(GENEROUS_MS)
  return answer
}

/** Only calls about codes say no, at once and honestly; the server stays ready and says it is degraded. */
const expectNothingElseSuffers = async (
  { server }: Faulty,
  { account, revoked }: { account: Account; revoked: string | undefined },
) => {
  const { email } = account
  for (let repeat = 0; repeat < 3; repeat++) {
    const sent = await withinReason(() => server.post('/api/auth/send-otp', { email }))
    expectUnavailable(sent)
    expect(await me(server, account.accessToken)).toBe(200)
    expect(await me(server, revoked)).toBe(401)
  }
  expect(await healthOf(server)).toEqual([200, 'degraded', 'unhealthy'])
  expect((await server.get('/api/health/ready')).status).toBe(200)
  return expectEverydayWork(server, account)
}

const unavailable: Readonly<
  Record<string, { begin(on: Faulty): unknown; end(on: Faulty): unknown; keepsCodes: boolean }>
> = {
  'was killed': {
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.start(),
    keepsCodes: false,
  },
  hangs: {
    begin: ({ redis }) => redis.pause(),
    end: ({ redis }) => redis.resume(),
    keepsCodes: true,
  },
  'cannot be reached': {
    begin: ({ network }) => network.become('refuse'),
    end: ({ network }) => network.become('pass'),
    keepsCodes: true,
  },
  'became a replica': {
    begin: ({ redis }) => redis.ask('REPLICAOF 127.0.0.1 1'),
    end: ({ redis }) => redis.ask('REPLICAOF NO ONE'),
    keepsCodes: true,
  },
}

describe.skipIf(!canRunRedis)('when Redis is lost', () => {
  test.for(Object.entries(unavailable))(
    'because it %s only codes are unavailable, nothing revoked revives, and all is well afterwards',
    async ([, { begin, end, keepsCodes }]) => {
      const faulty = await aServerWith()
      const { server } = faulty
      const account = await anAccount(server)
      const revoked = await expectEverydayWork(server, account)
      const pending = await aMailedOtp(server)
      await begin(faulty)
      const ended = await expectNothingElseSuffers(faulty, { account, revoked })
      expectUnavailable(await withinReason(() => verifyOtp(server, pending)))
      await end(faulty)
      await untilHealthy(server)
      for (const token of [revoked, ended]) expect(await me(server, token)).toBe(401)
      expect((await verifyOtp(server, pending)).status).toBe(keepsCodes ? 200 : 401)
      expect((await verifyOtp(server, await aMailedOtp(server))).status).toBe(200)
      await expectEverydayWork(server, account)
      expect(server.logs()).not.toContain('"status":500')
      expect(server.logs()).not.toContain('hunter2')
    },
  )

  test('by being flushed the codes on their way are void, and nothing else is noticed', async () => {
    const { redis, server } = await aServerWith()
    const account = await anAccount(server)
    const revoked = await expectEverydayWork(server, account)
    const pending = await aMailedOtp(server)
    expect(await redis.ask('FLUSHALL')).toContain('OK')
    const refused = await verifyOtp(server, pending)
    expect([refused.status, refused.body.code]).toEqual([401, 'invalid_otp'])
    const { email, otpToken } = pending
    const again = await server.post('/api/auth/send-otp', { email, otpToken })
    expect(again.status).toBe(202)
    expect(again.body.otpToken).not.toBe(otpToken)
    expect((await verifyOtp(server, await aMailedOtp(server))).status).toBe(200)
    expect(await me(server, revoked)).toBe(401)
    await expectEverydayWork(server, account)
    expect(await healthOf(server)).toEqual([200, 'ok', 'healthy'])
    expect(server.faults()).toEqual([])
  })

  test('at the start the server starts, is ready, and finds it later', async () => {
    const redis: RedisNode = await redisNode()
    const server = await startServer({ env: { REDIS_URL: redis.url } })
    onTestFinished(async () => {
      await server.stop()
      await redis.remove()
    })
    const account = await anAccount(server)
    expectUnavailable(await server.post('/api/auth/send-otp', { email: account.email }))
    await expectEverydayWork(server, account)
    expect(await healthOf(server)).toEqual([200, 'degraded', 'unhealthy'])
    await redis.start()
    await untilHealthy(server)
    expect((await verifyOtp(server, await aMailedOtp(server))).status).toBe(200)
  })

  test('again and again under traffic, every answer is a yes, an honest no or 503 for a code', async () => {
    const { redis, server } = await aServerWith()
    const account = await anAccount(server)
    let isOver = false
    const everyday = async (): Promise<Answer[]> => {
      const answers: Answer[] = []
      let { refreshToken = '' } = (await login(server, account)).body
      while (!isOver) {
        const next = await server.post('/api/auth/refresh-token', { refreshToken })
        refreshToken = next.body.refreshToken ?? ''
        answers.push(next, await server.get('/api/auth/me', bearer(next.body.accessToken)))
      }
      return answers
    }
    const codes = async (): Promise<Answer[]> => {
      const answers: Answer[] = []
      while (!isOver) {
        const sent = await server.post('/api/auth/send-otp', { email: account.email })
        const { otpToken = 'none' } = sent.body
        const claim = { email: account.email, otp: '000000', otpToken }
        answers.push(sent, await verifyOtp(server, claim))
      }
      return answers
    }
    const traffic = Promise.all([everyday(), everyday(), codes(), codes()])
    for (let round = 0; round < 5; round++) {
      await redis.kill()
      await new Promise((resolve) => setTimeout(resolve, 300))
      await redis.start()
      await untilHealthy(server)
      redis.pause()
      await new Promise((resolve) => setTimeout(resolve, 300))
      redis.resume()
      await untilHealthy(server)
      await redis.ask('FLUSHALL')
    }
    isOver = true
    const [first, second, ...aboutCodes] = await traffic
    expect([...first, ...second].filter(({ status }) => status !== 200)).toEqual([])
    expect(first.length).toBeGreaterThan(20)
    const known = [202, 401, 429, 503]
    expect(aboutCodes.flat().filter(({ status }) => !known.includes(status))).toEqual([])
    for (const answer of aboutCodes.flat().filter(({ status }) => status === 503))
      expectUnavailable(answer)
    expect(aboutCodes.flat().some(({ status }) => status === 202)).toBe(true)
    expect(server.logs()).not.toContain('"status":500')
  })
})

describe.skipIf(!canRunRedis)('limits that are counted in Redis', () => {
  const wrong = (email: string) => ({ email, password: OTHER_PASSWORD })
  const guess = (server: TestServer, email: string) => login(server, wrong(email))
  const guesses = async (server: TestServer, email: string, times: number): Promise<number[]> => {
    const statuses: number[] = []
    for (let n = 0; n < times; n++) statuses.push((await guess(server, email)).status)
    return statuses
  }
  /** A guess at an address of its own is counted in Redis again. */
  const untilCountedThere = ({ redis, server }: Faulty) =>
    vi.waitFor(async () => {
      expect(await redis.ask('FLUSHALL')).toContain('OK')
      expect((await guess(server, aNewAddress())).status).toBe(401)
      expect(await redis.ask('KEYS latchkey:budget:*')).toContain('latchkey:budget:')
    }, SOON)

  const losses: Readonly<Record<string, { begin(on: Faulty): unknown; end(on: Faulty): unknown }>> =
    {
      'was killed': { begin: ({ redis }) => redis.kill(), end: ({ redis }) => redis.start() },
      hangs: { begin: ({ redis }) => redis.pause(), end: ({ redis }) => redis.resume() },
      'answers after seconds': {
        begin: ({ redis }) => redis.ask('CLIENT PAUSE 600000 ALL'),
        end: async ({ redis }) => {
          await redis.kill()
          await redis.start()
        },
      },
      'cannot be reached': {
        begin: ({ network }) => network.become('refuse'),
        end: ({ network }) => network.become('pass'),
      },
    }

  test.for(Object.entries(losses))(
    'are stricter in each process while it %s, and are there again afterwards',
    async ([, { begin, end }]) => {
      const faulty = await aServerWith({ hasLimits: true })
      const { server } = faulty
      const account = await anAccount(server)
      const email = aNewAddress()
      expect(await guesses(server, email, 2)).toEqual([401, 401])
      await begin(faulty)
      expect(await guesses(server, email, 4)).toEqual([401, 401, 401, 429])
      // Right passwords are free as ever.
      for (let n = 0; n < 4; n++) expect((await login(server, account)).status).toBe(200)
      await end(faulty)
      await untilHealthy(server)
      await untilCountedThere(faulty)
      expect((await login(server, account)).status).toBe(200)
      expect(server.logs()).not.toContain('"status":500')
    },
  )

  test('begin anew when it is flushed; what locks an account and counts codes does not', async () => {
    const { redis, server } = await aServerWith({ hasLimits: true })
    const account = await anAccount(server)
    expect(await guesses(server, account.email, 6)).toEqual([401, 401, 401, 401, 401, 429])
    expect(await redis.ask('FLUSHALL')).toContain('OK')
    // Locked: the right password says what a wrong one does.
    expect((await login(server, account)).status).toBe(401)
    expect(server.faults()).toEqual([])
  })
})
