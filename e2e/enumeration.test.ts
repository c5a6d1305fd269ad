import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import {
  aMailedOtp,
  bearer,
  login,
  OTHER_PASSWORD,
  PASSWORD,
  register,
  verifyOtp,
} from './account.ts'
import {
  anAddressOfEachKind,
  FAILURES_TO_LOCK,
  KINDS,
  type Kind,
  WITH_ADMINISTRATOR,
} from './address-kinds.ts'
import type { Answer } from './request.ts'
import { startServer, type TestServer } from './server.ts'

// Some sixty hashes, one after the other, also on a machine that is busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const LIMITS = {
  max_login_attempts: FAILURES_TO_LOCK,
  rate_limit_login_requests: 2,
  rate_limit_otp_requests: 6,
  rate_limit_register_requests: 2,
  rate_limit_mail_requests: 2,
  rate_limit_anonymous_requests: 30,
}
const ENV = { ...WITH_ADMINISTRATOR, TRUST_PROXY: '127.0.0.1', SETTINGS: JSON.stringify(LIMITS) }

const ENGINES = await Promise.all(
  (['SQLite', 'PostgreSQL', 'MySQL'] as const).map(async (name) => ({
    name,
    isThere: name === 'SQLite' || (await answers(name)),
  })),
)

/** Everything of an answer that an address could show in; times and random values are masked. */
const shownBy = ({ status, headers, text }: Answer) => {
  const { date: _date, 'x-request-id': id = '', ...told } = headers
  const masked = (value: string) =>
    value
      .replaceAll(String(id), '<id>')
      .replaceAll(/Expires=[^;"]+/g, 'Expires=<time>')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replaceAll(/\b(t|Max-Age)=\d+/g, '$1=<seconds>')
      .replaceAll(/[\w-]{40,}/g, (secret) => `<${secret.length} characters>`)
  const shown = { ...told, ...(told['retry-after'] && { 'retry-after': '<seconds>' }) }
  return { status, headers: masked(JSON.stringify(shown)), body: masked(text) }
}

let network = 0

/** The server as a network that never asked it anything sees it. */
const fromElsewhere = (server: TestServer): TestServer => {
  network += 1
  const address = `198.18.${network >> 8}.${network & 255}`
  return {
    ...server,
    post: (path, body, headers) =>
      server.post(path, body, { 'x-forwarded-for': address, ...headers }),
  }
}

/** Asks the same so many times of each kind of address, each from a network of its own. */
const askAboutEach = async (
  server: TestServer,
  { kinds = KINDS, times }: { kinds?: readonly Kind[]; times: number },
  ask: (kind: Kind, from: TestServer) => Promise<Answer>,
) => {
  const seen: Partial<Record<Kind, ReturnType<typeof shownBy>[]>> = {}
  for (const kind of kinds) {
    const from = fromElsewhere(server)
    seen[kind] = []
    for (let n = 0; n < times; n++) seen[kind].push(shownBy(await ask(kind, from)))
  }
  const { unknown = [] } = seen
  for (const kind of kinds) expect(seen[kind], kind).toEqual(unknown)
  return unknown.map(({ status }) => status)
}

for (const { name, isThere } of ENGINES)
  describe.skipIf(!isThere)(`on ${name} nobody can tell by an answer, a header or a limit`, () => {
    let database: ServerDatabase | null = null
    let server: TestServer
    let emails: Readonly<Record<Kind, string>>
    beforeAll(async () => {
      if (name !== 'SQLite') database = await createServerDatabase(name)
      const env = { ...ENV, ...(database && { DATABASE_URL: database.url }) }
      server = await startServer({ env: { ...env, HASH_MAX_WAIT_MS: '60000' } })
      emails = await anAddressOfEachKind(() => fromElsewhere(server))
    })
    afterAll(async () => {
      await server.stop()
      await database?.drop()
    })

    // First, while the addresses still get mails: wishes that are live as well as dead ones.
    describe('whoever is signed in', () => {
      const callers = {} as Record<Kind, ReturnType<typeof bearer>>
      beforeAll(async () => {
        for (const kind of KINDS) {
          const from = fromElsewhere(server)
          const { body } = await verifyOtp(from, await aMailedOtp(from))
          callers[kind] = bearer(body.accessToken)
        }
      })
      const wish = (kind: Kind, from: TestServer) =>
        from.post('/api/users/me/email', { newEmail: emails[kind] }, callers[kind])

      test('and guesses the code for a new address, wish after wish', async () => {
        const guesses: Partial<Record<Kind, number>> = {}
        const statuses = await askAboutEach(server, { times: 22 }, async (kind, from) => {
          const guess = (guesses[kind] ?? -1) + 1
          guesses[kind] = guess
          if (guess % 6 === 0) await wish(kind, from)
          return from.post('/api/users/me/email/confirm', { code: '000000' }, callers[kind])
        })
        expect(statuses).toEqual([...Array(20).fill(400), 429, 429])
      })

      test('and wants a new address, again and again', async () => {
        const statuses = await askAboutEach(server, { times: 18 }, wish)
        expect(statuses).toEqual([...Array(16).fill(202), 429, 429])
      })
    })

    const HEADERS = { body: {}, cookie: { 'x-token-delivery': 'cookie' } }

    describe.each(['body', 'cookie'] as const)('in %s delivery, whoever', (delivery) => {
      const headers = HEADERS[delivery]

      test('forgot a password', async () => {
        const statuses = await askAboutEach(server, { times: 4 }, (kind, from) =>
          from.post('/api/auth/forgot-password', { email: emails[kind] }, headers),
        )
        expect(statuses).toEqual([202, 202, 202, 202])
      })

      test('asks for a code', async () => {
        const statuses = await askAboutEach(server, { times: 7 }, (kind, from) =>
          from.post('/api/auth/send-otp', { email: emails[kind] }, headers),
        )
        expect(statuses).toEqual([202, 202, 202, 202, 202, 202, 429])
      })

      test('guesses a password', async () => {
        const statuses = await askAboutEach(server, { times: 3 }, (kind, from) =>
          login(from, { email: emails[kind], password: OTHER_PASSWORD }, headers),
        )
        expect(statuses).toEqual([401, 401, 429])
      })

      test('signs up', async () => {
        const statuses = await askAboutEach(server, { times: 3 }, (kind, from) =>
          register(from, { email: emails[kind], password: PASSWORD }, headers),
        )
        expect(statuses).toEqual([202, 202, 429])
      })
    })

    test('whoever has the password of an account that lets nobody in', async () => {
      const kinds = KINDS.filter((kind) => kind !== 'active')
      const statuses = await askAboutEach(server, { kinds, times: 1 }, (kind, from) =>
        login(from, { email: emails[kind], password: PASSWORD }),
      )
      expect(statuses).toEqual([401])
    })

    test('whoever guesses codes, request after request', async () => {
      const guesses: Partial<Record<Kind, number>> = {}
      let otpToken: string | undefined
      const statuses = await askAboutEach(server, { times: 22 }, async (kind, from) => {
        const email = emails[kind]
        const guess = (guesses[kind] ?? -1) + 1
        guesses[kind] = guess
        if (guess % 5 === 0)
          otpToken = (await from.post('/api/auth/send-otp', { email })).body.otpToken
        return verifyOtp(from, { email, otpToken: otpToken ?? '', otp: `00000${guess % 5}` })
      })
      expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401))
      expect(statuses.slice(20)).toEqual([429, 429])
    })

    test('whoever has the mail of their sign-up sent again', async () => {
      const tokens: Partial<Record<Kind, string | undefined>> = {}
      const statuses = await askAboutEach(server, { times: 4 }, async (kind, from) => {
        const signUp = { email: emails[kind], password: PASSWORD }
        tokens[kind] ??= (await register(from, signUp)).body.registrationToken
        const registrationToken = tokens[kind]
        return from.post('/api/auth/resend-verification', { registrationToken })
      })
      expect(statuses).toEqual([202, 202, 202, 202])
    })

    test('and none of this made the server fault', () => {
      expect(server.faults()).toEqual([])
    })
  })
