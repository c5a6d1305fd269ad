import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { aNewAddress, anAccount, aResetToken, login, OTHER_PASSWORD, outlineOf } from './account.ts'
import type { Request } from './request.ts'
import { startServer, type TestServer } from './server.ts'
import { countOf, inboxOf, raceOn } from './several-servers.ts'

const TRUSTING = { TRUST_PROXY: '127.0.0.1' }
const from = (address: string, more: Request['headers'] = {}): Request['headers'] => ({
  'x-forwarded-for': address,
  ...more,
})

const started: TestServer[] = []
const start = async (env = {}, hasLimits = true): Promise<TestServer> => {
  const server = await startServer({ env, hasLimits })
  started.push(server)
  return server
}
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop()
})

const wrong = (email: string) => ({ email, password: OTHER_PASSWORD })

describe('with the limits of the product', () => {
  test('the sixth wrong password from one source is 429, and its fields say when to come back', async () => {
    const server = await start()
    const account = await anAccount(server)
    for (const email of [account.email, aNewAddress()]) {
      for (let n = 0; n < 5; n++) expect((await login(server, wrong(email))).status).toBe(401)
      const { status, headers, body } = await login(server, wrong(email))
      expect([status, body.code]).toEqual([429, 'rate_limited'])
      expect(headers).toMatchObject({
        'retry-after': expect.stringMatching(/^(?:8\d\d|900)$/),
        ratelimit: expect.stringMatching(/^"login";r=0;t=(?:8\d\d|900)$/),
        'ratelimit-policy': '"login";q=5;w=900',
      })
    }
    expect(server.faults()).toEqual([])
  })

  test('who spells another address into X-Forwarded-For stays the same source', async () => {
    const server = await start()
    const email = aNewAddress()
    const statuses: number[] = []
    for (let n = 0; n < 6; n++)
      statuses.push((await login(server, wrong(email), from(`203.0.113.${n}`))).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })

  test('addresses of one IPv6 /64 are one source, those of another one are not', async () => {
    const server = await start(TRUSTING)
    const email = aNewAddress()
    const statuses: number[] = []
    for (let n = 0; n < 6; n++)
      statuses.push((await login(server, wrong(email), from(`2001:db8:1:1::${n}`))).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    expect((await login(server, wrong(email), from('2001:db8:1:2::1'))).status).toBe(401)
  })

  test('a locked account answers as an unknown address does, and lets a known device in', async () => {
    const server = await start(TRUSTING)
    const account = await anAccount(server)
    const unknown = aNewAddress()
    for (let n = 0; n < 5; n++)
      for (const email of [account.email, unknown])
        await login(server, wrong(email), from(`198.51.100.${n}`))

    const fresh = from('198.51.100.99')
    const locked = await login(server, account, fresh)
    const nobody = await login(server, { ...account, email: unknown }, fresh)
    expect(locked.status).toBe(401)
    expect(outlineOf(locked)).toEqual(outlineOf(nobody))
    const known = from('198.51.100.99', { 'x-device-token': account.deviceToken })
    expect((await login(server, account, known)).status).toBe(200)
    expect((await login(server, account, fresh)).status).toBe(401)

    const mails = await server.inbox(account.email, 3)
    expect(mails[0]?.subject).toBe('Wrong passwords for your Latchkey account')
    expect(await server.inbox(unknown, 0)).toEqual([])
  })

  test('a mailed reset ends a lock', async () => {
    const server = await start(TRUSTING)
    const account = await anAccount(server)
    for (let n = 0; n < 5; n++) await login(server, wrong(account.email), from(`198.51.100.${n}`))
    const token = await aResetToken(server, account.email)
    const password = 'Lantern-63-Fjord'
    expect((await server.post('/api/auth/reset-password', { token, password })).status).toBe(200)
    const { email } = account
    expect((await login(server, { email, password }, from('198.51.100.98'))).status).toBe(200)
  })
})

describe.skipIf(!(await answers('PostgreSQL')))('two servers on PostgreSQL', () => {
  let database: ServerDatabase
  let servers: [TestServer, TestServer]
  beforeAll(async () => {
    database = await createServerDatabase('PostgreSQL')
    const env = {
      ...TRUSTING,
      DATABASE_URL: database.url,
      PUBLIC_URL: 'http://localhost:3000',
      // A guess that was not evaluated gives its place back, which is not what is asked here.
      HASH_MAX_WAIT_MS: '60000',
      LATCHKEY_SECRET: Buffer.alloc(32, 'lockout').toString('base64'),
    }
    const launch = () => startServer({ env, hasLimits: true })
    servers = [await launch(), await launch()]
  })
  afterAll(async () => {
    for (const server of servers) await server.stop()
    await database.drop()
  })

  test('parallel guesses from everywhere never exceed what the account takes', async () => {
    const [one] = servers
    const both = { ...one, inbox: (to: string, atLeast = 1) => inboxOf(servers, to, atLeast) }
    const account = await anAccount(both)
    let source = 0
    const answered = await raceOn(servers, 20, (server) =>
      login(server, wrong(account.email), from(`198.51.100.${source++}`)),
    )
    expect(countOf(answered, 401)).toBe(20)
    expect((await login(one, account, from('198.51.100.200'))).status).toBe(401)
    const locks = (await inboxOf(servers, account.email, 3)).filter(({ subject }) =>
      subject.includes('Wrong passwords'),
    )
    expect(locks).toHaveLength(1)
  })

  test('parallel guesses from one source get five answers, over both servers together', async () => {
    const email = aNewAddress()
    const answered = await raceOn(servers, 40, (server) =>
      login(server, wrong(email), from('203.0.113.5')),
    )
    expect([countOf(answered, 401), countOf(answered, 429)]).toEqual([5, 35])
  })
})
