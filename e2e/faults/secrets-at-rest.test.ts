import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type TestContext, test, vi } from 'vitest'
import { parseCookie } from '../browser.ts'
import type { Answer, Request } from '../request.ts'
import { startServer, type TestServer } from '../server.ts'
import { type MailSink, mailSink } from './mail-sink.ts'
import { type Secret, secretsIn } from './secrets-search.ts'

const ENVIRONMENT = {
  LATCHKEY_SECRET: randomBytes(32).toString('base64'),
  INTROSPECTION_SECRET: `Introspect-${randomBytes(16).toString('hex')}`,
  BOOTSTRAP_ADMIN_EMAIL: 'first.canary@example.org',
  BOOTSTRAP_ADMIN_PASSWORD: 'Harbor-63-Violin',
  LOG_LEVEL: 'trace',
  HASH_MAX_WAIT_MS: '60000',
  MAIL_FROM: 'Latchkey <no-reply@latchkey.test>',
} as const
const MODES = {
  development: {},
  production: {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://auth.latchkey.test',
    SETTINGS: '{"refresh_grace_seconds":0}',
  },
} as const

const SOON = { timeout: 15_000, interval: 25 }
const EMAIL = 'Canary.Ada@example.org'
const COOKIES = { 'x-token-delivery': 'cookie' }
const PASSWORDS = {
  first: 'Tuba-91-Quartz',
  second: 'Velvet_47_Comet',
  wrong: 'Wrong+38+Saffron',
  long: `Ärmel-5-${'lighthouse '.repeat(8)}`,
}

/** Everything that was told to one client, and every answer that said no. */
const aDiary = () => {
  const secrets: Secret[] = []
  const refusals: Answer[] = []
  return {
    secrets,
    refusals,
    keep: (answer: Answer): Answer => {
      const { accessToken, refreshToken, registrationToken, otpToken, deviceToken } = answer.body
      const told = { accessToken, refreshToken, registrationToken, otpToken, deviceToken }
      for (const [what, value] of Object.entries(told)) if (value) secrets.push({ what, value })
      for (const line of answer.cookies) {
        const { name, value } = parseCookie(line)
        if (value !== '') secrets.push({ what: name, value })
      }
      if (answer.status >= 400) refusals.push(answer)
      return answer
    },
  }
}
type Diary = ReturnType<typeof aDiary>

/** A client of the server, and the mailbox of its person. */
const aClient = (server: TestServer, sink: MailSink, diary: Diary) => ({
  post: async (path: string, body: unknown, headers: Request['headers'] = {}) =>
    diary.keep(await server.post(path, body, headers)),
  get: async (path: string, headers: Request['headers'] = {}) =>
    diary.keep(await server.get(path, headers)),
  /** Code and link of the newest mail with a link to `page`, once there are so many. */
  mailed: async (page: 'verify-email' | 'reset-password', count: number) => {
    const mails = () => sink.mailsTo(EMAIL).filter(({ text }) => text?.includes(`${page}#token=`))
    await vi.waitFor(() => expect(mails()).toHaveLength(count), SOON)
    const text = mails()[count - 1]?.text ?? ''
    const token = /#token=([\w-]+)/.exec(text)?.[1] ?? ''
    const code = /\b\d{6}\b/.exec(text)?.[0] ?? ''
    diary.secrets.push({ what: `link to ${page}`, value: token })
    if (code !== '') diary.secrets.push({ what: 'code', value: code })
    return { token, code }
  },
  /** The code of the newest mail to sign in with, once there are so many. */
  mailedOtp: async (count: number) => {
    const mails = () =>
      sink.mailsTo(EMAIL).filter(({ subject }) => subject?.includes('sign-in code'))
    await vi.waitFor(() => expect(mails()).toHaveLength(count), SOON)
    const otp = /\b\d{6}\b/.exec(mails()[count - 1]?.text ?? '')?.[0] ?? ''
    diary.secrets.push({ what: 'sign-in code', value: otp })
    return otp
  },
})
type Client = ReturnType<typeof aClient>

const person = { email: EMAIL, firstName: 'Ada', lastName: 'Lovelace' }

const signUpAndIn = async ({ post, get, mailed }: Client): Promise<void> => {
  const signUp = { ...person, password: PASSWORDS.first }
  const staged = await post('/api/auth/register', signUp)
  const { registrationToken } = staged.body
  const { code } = await mailed('verify-email', 1)
  await post('/api/auth/resend-verification', { registrationToken })
  const { token } = await mailed('verify-email', 2)
  await post('/api/auth/verify-email', { token })
  await post('/api/auth/verify-email', { token, password: PASSWORDS.wrong })
  await post('/api/auth/verify-email', { code, registrationToken })
  await post('/api/auth/verify-email', { code, registrationToken })
  await post('/api/auth/register', { ...signUp, password: PASSWORDS.long }, COOKIES)

  const signIn = { email: EMAIL, password: PASSWORDS.first }
  const { accessToken, refreshToken } = (await post('/api/auth/login', signIn)).body
  await post('/api/auth/login', { ...signIn, password: PASSWORDS.wrong })
  await post('/api/auth/refresh-token', { refreshToken })
  await get('/api/auth/me', { authorization: `Bearer ${accessToken}` })
  await get(`/api/auth/me?access_token=${accessToken}`)
  await post('/api/auth/logout', { refreshToken })
  await post('/api/auth/refresh-token', { refreshToken })
  const { cookies } = await post('/api/auth/login', signIn, COOKIES)
  const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
  await post('/api/auth/refresh-token', undefined, { cookie })
  await post('/api/auth/refresh-token', undefined, { cookie })
}

const resetPassword = async ({ post, mailed }: Client): Promise<void> => {
  await post('/api/auth/forgot-password', { email: EMAIL })
  const { token } = await mailed('reset-password', 1)
  await post('/api/auth/reset-password', { token, password: 'Short1!' })
  await post('/api/auth/reset-password', { token, password: `${EMAIL}A1` })
  const { body } = await post('/api/auth/reset-password', { token, password: PASSWORDS.long })
  await post('/api/auth/reset-password', { token, password: PASSWORDS.second })
  const headers = { authorization: `Bearer ${body.accessToken}` }
  await post('/api/auth/logout-all', undefined, headers)
  await post('/api/auth/logout-all', undefined, headers)
}

const signInByCode = async ({ post, mailedOtp }: Client): Promise<void> => {
  const { otpToken } = (await post('/api/auth/send-otp', { email: EMAIL })).body
  const first = await mailedOtp(1)
  await post('/api/auth/send-otp', { email: EMAIL, otpToken })
  const second = await mailedOtp(2)
  const claim = { email: EMAIL, otp: first, otpToken }
  await post('/api/auth/verify-otp', { email: EMAIL, otp: first })
  await post('/api/auth/verify-otp', { ...claim, otp: `${second}0` })
  await post('/api/auth/verify-otp', { ...claim, email: `${second}@example.org` })
  await post('/api/auth/verify-otp', claim)
  await post('/api/auth/verify-otp', { ...claim, otp: second })
  await post('/api/auth/send-otp', { email: EMAIL }, COOKIES)
  await mailedOtp(3)
}

/** Requests that are wrong in a way that tempts a server to quote them. */
const tempt = async ({ post, get }: Client, diary: Diary): Promise<void> => {
  const token = diary.secrets.find(({ what }) => what === 'refreshToken')?.value ?? ''
  const json = JSON.stringify({ email: EMAIL, password: PASSWORDS.first })
  await post('/api/auth/login', `${json.slice(0, -2)}`)
  await post('/api/auth/login', json, { 'content-type': 'text/plain' })
  await post('/api/auth/login', { email: [EMAIL], password: { value: PASSWORDS.first } })
  await post('/api/auth/login', { email: `${EMAIL},${EMAIL}`, password: PASSWORDS.first })
  await post('/api/auth/register', { ...person, password: PASSWORDS.first, phone: EMAIL })
  await post('/api/auth/refresh-token', { refreshToken: [token] })
  await post('/api/auth/introspect', { token }, { authorization: `Bearer ${PASSWORDS.wrong}` })
  await post('/api/setup', { ...person, token, password: PASSWORDS.first })
  await get(`/api/auth/verify-email?token=${token}&email=${EMAIL}`)
  await get(`/nowhere?password=${PASSWORDS.first}`, { authorization: `Bearer ${token}` })
  await get('/api/auth/me', { authorization: `Basic ${btoa(`${EMAIL}:${PASSWORDS.first}`)}` })
  await get('/api/auth/me', { 'user-agent': `Mailer of ${EMAIL}` })
}

const runAllFlows = async (
  mode: keyof typeof MODES,
  context: Pick<TestContext, 'onTestFinished'>,
) => {
  const sink = await mailSink('accept')
  const env = { ...ENVIRONMENT, ...MODES[mode], SMTP_URL: sink.url }
  const server = await startServer({ env })
  context.onTestFinished(async () => {
    await server.kill()
    await sink.become('closed')
  })
  const diary = aDiary()
  const client = aClient(server, sink, diary)
  await signUpAndIn(client)
  await resetPassword(client)
  await signInByCode(client)
  await tempt(client, diary)
  await sink.become('permanent')
  await client.post('/api/auth/forgot-password', { email: EMAIL })
  const dead = `select 1 from messages where state = 'dead'`
  await vi.waitFor(() => expect(server.rows(dead)).toHaveLength(1), SOON)
  return { server, diary }
}

test.for(['development', 'production'] as const)(
  'after every flow in %s no secret can be read in the database, its log, our log or a refusal',
  async (mode, context) => {
    const { server, diary } = await runAllFlows(mode, context)
    // The lines that wait to be written are flushed every 250 ms.
    await vi.waitFor(() => expect(server.logs()).toContain('a mail is given up'), SOON)
    const file = join(server.dataDir, 'latchkey.db')
    expect(existsSync(`${file}-wal`)).toBe(true)

    const log = Buffer.from(server.logs())
    const refusals = Buffer.from(diary.refusals.map(({ text }) => text).join('\n'))
    const database = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)])
    const secrets = [
      ...diary.secrets,
      ...Object.values(PASSWORDS).map((value) => ({ what: 'password', value })),
      ...(['LATCHKEY_SECRET', 'INTROSPECTION_SECRET', 'BOOTSTRAP_ADMIN_PASSWORD'] as const).map(
        (what) => ({ what, value: ENVIRONMENT[what] }),
      ),
    ]
    const addresses = [EMAIL, EMAIL.toLowerCase(), ENVIRONMENT.BOOTSTRAP_ADMIN_EMAIL].map(
      (value) => ({ what: 'address', value }),
    )
    expect(diary.refusals.length).toBeGreaterThan(15)
    expect(new Set(secrets.map(({ value }) => value)).size).toBeGreaterThan(20)
    expect(diary.refusals.filter(({ status }) => status >= 500)).toEqual([])
    expect(secretsIn({ database, log, refusals }, secrets)).toEqual([])
    expect(secretsIn({ log, refusals }, addresses)).toEqual([])
  },
)
