import { afterEach, describe, expect, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import {
  aMailedOtp,
  aNewAddress,
  anAccount,
  aResetToken,
  OTHER_PASSWORD,
  outlineOf,
  register,
  verifyOtp,
} from './account.ts'
import type { Answer } from './request.ts'
import { startServer, type TestServer } from './server.ts'
import { countOf, inboxOf, raceOn } from './several-servers.ts'

const started: TestServer[] = []
const start = async (settings: object, env = {}): Promise<TestServer> => {
  const SETTINGS = JSON.stringify(settings)
  const server = await startServer({ env: { ...env, SETTINGS } })
  started.push(server)
  return server
}
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop()
})

const forgot = (server: TestServer, email: string): Promise<Answer> =>
  server.post('/api/auth/forgot-password', { email })

const expectLimited = ({ status, body, headers }: Answer, name: string, limit: number) => {
  expect([status, body.code]).toEqual([429, 'rate_limited'])
  expect(headers['ratelimit-policy']).toBe(`"${name}";q=${limit};w=900`)
  expect(headers['ratelimit']).toMatch(new RegExp(`^"${name}";r=0;t=\\d+$`))
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
}

test('sign-ups of one network are limited, whatever the addresses', async () => {
  const server = await start({ rate_limit_register_requests: 2 })
  const signUp = () => register(server, { email: aNewAddress(), password: OTHER_PASSWORD })
  expect([(await signUp()).status, (await signUp()).status]).toEqual([202, 202])
  expectLimited(await signUp(), 'register', 2)
})

test('every answer of a call with limits says what they are, and none what is left, alike for all addresses', async () => {
  const server = await startServer({ hasLimits: true })
  started.push(server)
  const account = await anAccount(server)
  const login = (email: string) =>
    server.post('/api/auth/login', { email, password: OTHER_PASSWORD })
  const ANONYMOUS = '"anonymous";q=300;w=900'
  const policies: Readonly<Record<string, (email: string) => Promise<Answer>>> = {
    '"login";q=5;w=900, "login_network";q=50;w=900': login,
    [`"register";q=20;w=900, ${ANONYMOUS}`]: (email) =>
      register(server, { email, password: OTHER_PASSWORD }),
    [`"otp";q=3;w=900, "otp_address";q=12;w=900, ${ANONYMOUS}`]: (email) =>
      server.post('/api/auth/send-otp', { email }),
    [ANONYMOUS]: (email) => forgot(server, email),
  }
  for (const [policy, ask] of Object.entries(policies))
    for (const email of [account.email, aNewAddress()]) {
      const { headers } = await ask(email)
      expect(headers['ratelimit-policy']).toBe(policy)
      expect(headers).not.toHaveProperty('ratelimit')
    }
  const { headers } = await server.get('/api/config')
  expect(headers).not.toHaveProperty('ratelimit-policy')
})

test('beyond the mail budget known and unknown addresses get the usual answer, and no mail', async () => {
  const server = await start({ rate_limit_mail_requests: 1 })
  const account = await anAccount(server)
  const unknown = aNewAddress()
  const outlines = []
  for (const email of [account.email, unknown])
    for (let n = 0; n < 2; n++) outlines.push(outlineOf(await forgot(server, email)))
  for (const outline of outlines) expect(outline).toEqual(outlines[0])
  expect(outlines[0]).toMatchObject({ status: 202 })

  const again = { email: account.email, password: OTHER_PASSWORD }
  expect((await register(server, again)).status).toBe(202)
  // What leaves later than the decoys shows that they were passed over.
  await aMailedOtp(server, { email: account.email })
  const subjects = (await server.inbox(account.email, 0)).map(({ subject }) => subject)
  expect(subjects.filter((subject) => subject.includes('Choose a new'))).toHaveLength(1)
  expect(subjects.filter((subject) => subject.includes('already have'))).toHaveLength(0)

  // A known device has a budget of its own.
  const headers = { 'x-device-token': account.deviceToken }
  await server.post('/api/auth/forgot-password', { email: account.email }, headers)
  const mails = await server.inbox(account.email, subjects.length + 1)
  expect(mails[0]?.subject).toContain('Choose a new')
})

test('mails to new addresses beyond the limit of all together wait, and those to users go', async () => {
  const server = await start({ rate_limit_mail_total: 100 })
  const sent = await aMailedOtp(server)
  expect((await verifyOtp(server, sent)).status).toBe(200)
  const asked: Promise<Answer>[] = []
  for (let n = 0; n < 104; n++)
    asked.push(server.post('/api/auth/send-otp', { email: aNewAddress() }))
  expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([202]))
  const codes = (state: string) =>
    server.rows(
      "select reason from messages where template = 'sign_in_code' and recipient != '' and state = ?",
      state,
    )
  await expect.poll(() => codes('sent').length, { timeout: 30_000 }).toBe(100)
  await expect.poll(() => codes('deferred').length, { timeout: 30_000 }).toBe(5)
  expect(codes('deferred')[0]).toEqual({ reason: 'held back: rate_limit_mail_total' })
  expect(server.logs()).toContain('mails to new addresses wait')
  expect(await aResetToken(server, sent.email)).not.toBe('')
})

test('codes to sign in with are limited per address, and all calls without a token per network', async () => {
  const server = await start({ rate_limit_otp_requests: 1, rate_limit_anonymous_requests: 3 })
  const email = aNewAddress()
  const { otpToken } = (await server.post('/api/auth/send-otp', { email })).body
  expectLimited(await server.post('/api/auth/send-otp', { email }), 'otp', 1)
  expectLimited(await server.post('/api/auth/send-otp', { email, otpToken }), 'otp', 1)
  for (let n = 0; n < 2; n++) expect((await forgot(server, aNewAddress())).status).toBe(202)
  expectLimited(await forgot(server, aNewAddress()), 'anonymous', 3)
  const registrationToken = 'forged'
  const resent = await server.post('/api/auth/resend-verification', { registrationToken })
  expectLimited(resent, 'anonymous', 3)
  const other = await server.post('/api/auth/send-otp', { email: aNewAddress() })
  expectLimited(other, 'anonymous', 3)
})

describe.skipIf(!(await answers('PostgreSQL')))('two servers on PostgreSQL', () => {
  test('parallel requests never get more than the limit, over both servers together', async () => {
    const database: ServerDatabase = await createServerDatabase('PostgreSQL')
    const env = {
      DATABASE_URL: database.url,
      PUBLIC_URL: 'http://localhost:3000',
      LATCHKEY_SECRET: Buffer.alloc(32, 'limits').toString('base64'),
    }
    const settings = { rate_limit_otp_requests: 3 }
    const servers: [TestServer, TestServer] = [
      await start(settings, env),
      await start(settings, env),
    ]
    const email = aNewAddress()
    const answered = await raceOn(servers, 30, (server) =>
      server.post('/api/auth/send-otp', { email }),
    )
    expect([countOf(answered, 202), countOf(answered, 429)]).toEqual([3, 27])
    expect(await inboxOf(servers, email, 3)).toHaveLength(3)
    for (const server of started.splice(0)) await server.stop()
    await database.drop()
  })
})
