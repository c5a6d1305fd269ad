import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  createRedisDatabase,
  type RedisDatabase,
  redisAnswers,
} from '../apps/server/src/testing/test-redis.ts'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import {
  aMailedOtp,
  aNewAddress,
  anAccount,
  bearer,
  login,
  OTHER_PASSWORD,
  otherThan,
  verifyOtp,
} from './account.ts'
import { aClient, aDiary, EMAIL } from './faults/diary.ts'
import { doEverything } from './faults/every-flow.ts'
import { type MailSink, mailSink } from './faults/mail-sink.ts'
import { secretsIn } from './faults/secrets-search.ts'
import { latchkey } from './process.ts'
import { aFolder, startServer, type TestServer } from './server.ts'
import { countOf, inboxOf, raceOn } from './several-servers.ts'

const SOON = { timeout: 10_000, interval: 20 }
const CHANNEL = 'latchkey:sessions-ended'
const areThere = (await redisAnswers()) && (await answers('PostgreSQL'))

describe.skipIf(!areThere)('two servers on one PostgreSQL database and one Redis', () => {
  const dataDir = aFolder()
  let database: ServerDatabase
  let cache: RedisDatabase
  let env: Readonly<Record<string, string>>
  let one: TestServer
  let two: TestServer
  /** The first server, with the mails that either of them sent. */
  let both: TestServer
  beforeAll(async () => {
    database = await createServerDatabase('PostgreSQL')
    cache = await createRedisDatabase()
    const PUBLIC_URL = 'http://localhost:3000'
    const SETTINGS = JSON.stringify({ rate_limit_login_requests: 5 })
    env = {
      PUBLIC_URL,
      DATABASE_URL: database.url,
      REDIS_URL: cache.url,
      SETTINGS,
      HASH_MAX_WAIT_MS: '60000',
    }
    one = await startServer({ dataDir, env })
    two = await startServer({ dataDir, env })
    both = { ...one, inbox: (to, atLeast = 1) => inboxOf([one, two], to, atLeast) }
  })
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()])
    await cache.drop()
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const stateOf = async (server: TestServer, accessToken: string | undefined) =>
    (await server.get('/api/auth/session', bearer(accessToken))).status
  const untilRefused = (server: TestServer, accessToken: string | undefined) =>
    vi.waitFor(async () => expect(await stateOf(server, accessToken)).toBe(401), SOON)
  const sessionId = async (accessToken: string | undefined): Promise<string> =>
    (await one.get('/api/auth/session', bearer(accessToken))).body.sid!

  test('the health of both tells that Redis is there', async () => {
    for (const server of [one, two]) {
      const { dependencies, status } = JSON.parse((await server.get('/api/health')).text)
      expect([status, dependencies.cache]).toEqual(['ok', 'healthy'])
    }
    const doctor = await latchkey(['doctor'], { env: { ...one.env }, cwd: dataDir })
    expect(doctor.output).toContain(`✓ redis: ${cache.url}`)
  })

  test('a code asked for on one is verified on the other, and is kept in Redis until then', async () => {
    const sent = await aMailedOtp(both)
    expect(await cache.redis.keys('latchkey:otp:*')).toHaveLength(1)
    const { status, body } = await verifyOtp(two, sent)
    expect([status, body.user?.email]).toEqual([200, sent.email])
    expect(await cache.redis.keys('latchkey:otp:*')).toEqual([])
    expect((await verifyOtp(one, sent)).status).toBe(401)
  })

  test('a further code asked for on the other belongs to the same request', async () => {
    const first = await aMailedOtp(both)
    await two.post('/api/auth/send-otp', { email: first.email, otpToken: first.otpToken })
    await both.inbox(first.email, 2)
    expect(await cache.redis.keys('latchkey:otp:*')).toHaveLength(1)
    expect((await verifyOtp(two, first)).status).toBe(200)
  })

  test('a code raced across both signs in once, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const sent = await aMailedOtp(both)
      const raced = await raceOn([one, two], 50, (server) => verifyOtp(server, sent))
      const refused = countOf(raced, 401) + countOf(raced, 429)
      expect([countOf(raced, 200), refused]).toEqual([1, 49])
    }
  })

  test('wrong codes raced across both leave nothing of the five tries', async () => {
    const sent = await aMailedOtp(both)
    const { email, otpToken, otp } = sent
    await Promise.all([
      raceOn([one, two], 30, (server) =>
        verifyOtp(server, { email, otpToken, otp: otherThan(otp) }),
      ),
      raceOn([one, two], 10, (server) => server.post('/api/auth/send-otp', { email, otpToken })),
    ])
    const [key = ''] = await cache.redis.keys('latchkey:otp:*')
    expect(await cache.redis.hget(key, 'wrongTries')).toBe('5')
    expect((await verifyOtp(one, sent)).status).toBe(401)
    await cache.redis.del(key)
  })

  test('wrong passwords raced across both get what the limit of their source says', async () => {
    const email = aNewAddress()
    const raced = await raceOn([one, two], 40, (server) =>
      login(server, { email, password: OTHER_PASSWORD }),
    )
    expect([countOf(raced, 401), countOf(raced, 429)]).toEqual([5, 35])
    const names = await cache.redis.keys('latchkey:budget:*')
    const used = await Promise.all(names.map((name) => cache.redis.hget(name, 'used')))
    expect(used).toContain('5')
  })

  test('a session ended on one is refused on the other, and the news of it went through Redis', async () => {
    const account = await anAccount(both)
    const commands = await cache.overhear()
    for (const end of ['/api/auth/logout', '/api/auth/logout-all']) {
      const { accessToken } = (await login(one, account)).body
      const id = await sessionId(accessToken)
      expect(await stateOf(two, accessToken)).toBe(200)
      expect((await one.post(end, undefined, bearer(accessToken))).status).toBe(200)
      expect(await stateOf(one, accessToken)).toBe(401)
      await untilRefused(two, accessToken)
      await vi.waitFor(() => expect(commands()).toContain(`"publish" "${CHANNEL}"`), SOON)
      await vi.waitFor(() => expect(commands()).toContain(id), SOON)
    }
  })

  test('a message ends the tokens of the session it names on both, and revives none', async () => {
    const account = await anAccount(both)
    const gone = (await login(one, account)).body.accessToken
    const goneId = await sessionId(gone)
    await one.post('/api/auth/logout', undefined, bearer(gone))
    const { accessToken } = (await login(one, account)).body
    for (const message of ['junk', '{}', `-${goneId}`, `revive ${goneId}`, '\u0000'])
      await cache.redis.publish(CHANNEL, message)
    await cache.redis.publish(CHANNEL, await sessionId(accessToken))
    for (const server of [one, two]) {
      await untilRefused(server, accessToken)
      expect(await stateOf(server, gone)).toBe(401)
      expect(await stateOf(server, account.accessToken)).toBe(200)
    }
  })

  test('revoking every token voids the codes in Redis', async () => {
    const sent = await aMailedOtp(both)
    const done = await latchkey(['tokens', 'revoke-all', '--yes'], { env: one.env, cwd: dataDir })
    expect(done.code, done.output).toBe(0)
    expect(await cache.redis.keys('latchkey:otp:*')).toEqual([])
    expect((await verifyOtp(two, sent)).status).toBe(401)
    const away = { ...one.env, REDIS_URL: 'redis://127.0.0.1:1' }
    const partly = await latchkey(['tokens', 'revoke-all', '--yes'], { env: away, cwd: dataDir })
    expect(partly.code).toBe(1)
    expect(partly.output).toMatch(/codes .* are not void.* start Redis/)
  })

  test('nobody faulted', () => {
    expect([...one.faults(), ...two.faults()]).toEqual([])
  })
})

describe.skipIf(!areThere)('what a server tells Redis', () => {
  let sink: MailSink
  let cache: RedisDatabase
  let server: TestServer
  beforeAll(async () => {
    sink = await mailSink('accept')
    cache = await createRedisDatabase()
    const env = { SMTP_URL: sink.url, REDIS_URL: cache.url, HASH_MAX_WAIT_MS: '60000' }
    server = await startServer({ env })
  })
  afterAll(async () => {
    await server.stop()
    await sink.become('closed')
    await cache.drop()
  })

  test('holds no secret and no address in any flow, neither kept nor in passing', async () => {
    const commands = await cache.overhear()
    const diary = aDiary()
    await doEverything(aClient(server, sink, diary), diary)
    expect(await cache.redis.keys('latchkey:otp:*')).not.toEqual([])
    await vi.waitFor(() => expect(commands()).toContain(`"publish" "${CHANNEL}"`), SOON)
    expect(commands().match(/latchkey:otp:/g)?.length).toBeGreaterThan(5)
    expect(commands().match(/latchkey:budget:/g)?.length).toBeGreaterThan(5)
    const places = { kept: Buffer.from(await cache.dump()), passing: Buffer.from(commands()) }
    const address = { what: 'address', value: EMAIL.toLowerCase() }
    const typed = { what: 'address', value: EMAIL }
    expect(new Set(diary.secrets.map(({ value }) => value)).size).toBeGreaterThan(20)
    expect(secretsIn(places, [...diary.secrets, address, typed])).toEqual([])
    expect(server.faults()).toEqual([])
  })
})
