import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  aMailedOtp,
  anAccount,
  aResetToken,
  aStagedSignUp,
  bearer,
  login,
  OTHER_PASSWORD,
  otherThan,
  verify,
  verifyOtp,
} from './account.ts'
import { latchkey } from './process.ts'
import type { Answer } from './request.ts'
import { aFolder, startServer, type TestServer } from './server.ts'
import { countOf, inboxOf, raceOn } from './several-servers.ts'

const PUBLIC_URL = 'http://localhost:3000'
const env = { PUBLIC_URL }

const dataDir = aFolder()
let one: TestServer
let two: TestServer
/** The first server, with the mails that either of them sent. */
let both: TestServer
beforeAll(async () => {
  one = await startServer({ dataDir, env })
  two = await startServer({ dataDir, env })
  both = { ...one, inbox: (to, atLeast = 1) => inboxOf([one, two], to, atLeast) }
})
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()])
  rmSync(dataDir, { recursive: true, force: true })
})

/** The same request many times at once, on both servers in turn. */
const race = (width: number, ask: (server: TestServer) => Promise<Answer>) =>
  raceOn([one, two], width, ask)

/** Milliseconds until a server refuses the token. */
const untilRefused = async (server: TestServer, accessToken?: string): Promise<number> => {
  const begun = performance.now()
  while (performance.now() - begun < 5000) {
    const { status } = await server.get('/api/auth/session', bearer(accessToken))
    if (status === 401) return performance.now() - begun
    await wait(10)
  }
  return Number.POSITIVE_INFINITY
}

describe('two servers on one file', () => {
  test('what is revoked on one is refused on the other within a second', async () => {
    const account = await anAccount(both)
    for (const end of ['/api/auth/logout', '/api/auth/logout-all', '/api/auth/logout']) {
      const { accessToken } = (await login(one, account)).body
      expect((await two.get('/api/auth/session', bearer(accessToken))).status).toBe(200)
      expect((await one.post(end, undefined, bearer(accessToken))).status).toBe(200)
      expect((await one.get('/api/auth/session', bearer(accessToken))).status).toBe(401)
      expect(await untilRefused(two, accessToken)).toBeLessThan(1000)
    }
    const { accessToken } = (await login(two, account)).body
    const token = await aResetToken(both, account.email)
    const reset = await one.post('/api/auth/reset-password', { token, password: OTHER_PASSWORD })
    expect(reset.status).toBe(200)
    expect(await untilRefused(two, accessToken)).toBeLessThan(1000)
    expect((await two.get('/api/auth/session', bearer(reset.body.accessToken))).status).toBe(200)
  })

  test('a verification raced across both makes one user and one session', async () => {
    const { email, registrationToken, link: token, code } = await aStagedSignUp(both)
    const answers = await race(50, (server) => verify(server, { registrationToken, token }))
    expect([countOf(answers, 200), countOf(answers, 400)]).toEqual([1, 49])
    const late = await verify(two, { registrationToken, code })
    expect(late.status).toBe(400)
    const users = one.rows('select id from users where email_canonical = ?', email)
    expect(users).toHaveLength(1)
    const sessions = one.rows('select id from sessions where user_id = ?', String(users[0]?.['id']))
    expect(sessions).toHaveLength(1)
  })

  test('two attempts of one address raced across both make one user', async () => {
    const first = await aStagedSignUp(both)
    const second = await aStagedSignUp(both, { email: first.email })
    const claims = [first, second].map(({ registrationToken, link: token }) => ({
      registrationToken,
      token,
    }))
    const answers = await Promise.all(
      claims.flatMap((claim) => [verify(one, claim), verify(two, claim)]),
    )
    expect(countOf(answers, 200)).toBe(1)
    expect(countOf(answers, 400)).toBe(3)
  })

  test('a reset link raced across both sets one password', async () => {
    const account = await anAccount(both)
    const token = await aResetToken(both, account.email)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        (at % 2 === 0 ? one : two).post('/api/auth/reset-password', {
          token,
          password: `${OTHER_PASSWORD}-${at}`,
        }),
      ),
    )
    expect([countOf(answers, 200), countOf(answers, 400)]).toEqual([1, 11])
    const winner = answers.findIndex(({ status }) => status === 200)
    const password = `${OTHER_PASSWORD}-${winner}`
    expect((await login(two, { email: account.email, password })).status).toBe(200)
  })

  test('one refresh token raced across both has one successor, twenty times over', async () => {
    let { refreshToken = '' } = (await login(one, await anAccount(both))).body
    for (let round = 0; round < 20; round++) {
      const presented = { refreshToken }
      const answers = await race(50, (server) => server.post('/api/auth/refresh-token', presented))
      expect(countOf(answers, 200)).toBe(50)
      const successors = new Set(answers.map(({ body }) => body.refreshToken))
      expect(successors.size).toBe(1)
      expect(successors.has(refreshToken)).toBe(false)
      refreshToken = [...successors][0] ?? ''
    }
  })

  test('wrong codes raced across both never exceed the five of an attempt', async () => {
    const { registrationToken, code } = await aStagedSignUp(both)
    const wrong = code === '000000' ? '000001' : '000000'
    await race(30, (server) => verify(server, { registrationToken, code: wrong }))
    expect((await verify(one, { registrationToken, code })).status).toBe(400)
    const rows = one.rows('select max(wrong_proofs) as used from pre_registrations')
    expect(Number(rows[0]?.['used'] ?? 0)).toBeLessThanOrEqual(5)
  })

  test('a code raced across both signs in once and makes one user, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const sent = await aMailedOtp(both)
      const answers = await race(50, (server) => verifyOtp(server, sent))
      const refused = countOf(answers, 401) + countOf(answers, 429)
      expect([countOf(answers, 200), refused]).toEqual([1, 49])
      const users = one.rows('select id from users where email_canonical = ?', sent.email)
      expect(users).toHaveLength(1)
      const sessions = one.rows(
        'select id from sessions where user_id = ?',
        users[0]!['id'] as string,
      )
      expect(sessions).toHaveLength(1)
    }
  })

  test('wrong codes raced across both never exceed the five of a request, whatever is sent meanwhile', async () => {
    const sent = await aMailedOtp(both)
    const { email, otpToken, otp } = sent
    await Promise.all([
      race(30, (server) => verifyOtp(server, { email, otpToken, otp: otherThan(otp) })),
      race(10, (server) => server.post('/api/auth/send-otp', { email, otpToken })),
    ])
    expect((await verifyOtp(one, sent)).status).toBe(401)
    const [row] = one.rows('select wrong_tries from otp_requests where email_canonical = ?', email)
    expect(row?.['wrong_tries']).toBe(5)
    const spent = one.rows(
      "select max(used) as used from attempt_budgets where name = 'sign_in_code'",
    )
    expect(spent[0]?.['used']).toBe(5)
  })

  test('keys rotate under them: old tokens stay good, new ones use the new key', async () => {
    const account = await anAccount(both)
    const kidOf = (token = ''): unknown =>
      JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
    const kidsOn = async (server: TestServer): Promise<string[]> =>
      ((await server.get('/.well-known/jwks.json')).body.keys ?? []).map(({ kid }) => kid)
    const [oldKid] = await kidsOn(one)
    expect(kidOf(account.accessToken)).toBe(oldKid)
    const rotated = await latchkey(['keys', 'rotate'], { env: one.env, cwd: dataDir })
    expect(rotated.code, rotated.output).toBe(0)

    await wait(1500)
    for (const server of [one, two]) {
      const kids = await kidsOn(server)
      expect(kids).toHaveLength(2)
      expect(kids).toContain(oldKid)
      expect((await server.get('/api/auth/me', bearer(account.accessToken))).status).toBe(200)
      const fresh = (await login(server, account)).body.accessToken
      expect(kidOf(fresh)).toBe(kids[0])
      expect(kidOf(fresh)).not.toBe(oldKid)
      for (const other of [one, two])
        expect((await other.get('/api/auth/me', bearer(fresh))).status).toBe(200)
    }
    const audited = one.rows("select id from audit_events where action = 'sys_key_rotated'")
    expect(audited).toHaveLength(1)
  })

  test('a token signed by a key that was made a moment ago is learnt, not refused', async () => {
    const account = await anAccount(both)
    await wait(1100)
    await latchkey(['keys', 'rotate'], { env: one.env, cwd: dataDir })
    const third = await startServer({ dataDir, env })
    try {
      const { accessToken } = (await login(third, account)).body
      expect((await one.get('/api/auth/me', bearer(accessToken))).status).toBe(200)
      expect((await two.get('/api/auth/me', bearer(accessToken))).status).toBe(200)
    } finally {
      await third.stop()
    }
  })

  test('what was revoked stays revoked after a restart', async () => {
    const account = await anAccount(both)
    await one.post('/api/auth/logout', undefined, bearer(account.accessToken))
    await Promise.all([one.stop(), two.stop()])
    ;[one, two] = [await startServer({ dataDir, env }), await startServer({ dataDir, env })]
    both = { ...one, inbox: both.inbox }
    expect((await one.get('/api/auth/me', bearer(account.accessToken))).status).toBe(401)
    const { refreshToken } = account
    expect((await two.post('/api/auth/refresh-token', { refreshToken })).status).toBe(401)
  })

  test('nobody faulted', () => {
    expect([...one.faults(), ...two.faults()]).toEqual([])
  })
})

test('five servers started at once on an empty folder agree on one schema and one key', async () => {
  const folder = aFolder()
  const starting = Array.from({ length: 5 }, () => startServer({ dataDir: folder, env }))
  const settled = await Promise.allSettled(starting)
  const servers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  try {
    expect(settled.filter(({ status }) => status === 'rejected')).toEqual([])
    const sets = await Promise.all(servers.map((server) => server.get('/.well-known/jwks.json')))
    expect(new Set(sets.map(({ text }) => text)).size).toBe(1)
    const [first, last] = [servers[0]!, servers[4]!]
    expect(first.rows('select kid from signing_keys')).toHaveLength(1)
    const names = first.rows('select name from kysely_migration')
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(0)
    const merged = { ...first, inbox: (to: string, n = 1) => inboxOf(servers, to, n) }
    const account = await anAccount(merged)
    expect((await last.get('/api/auth/me', bearer(account.accessToken))).status).toBe(200)
    for (const server of servers) expect(server.faults()).toEqual([])
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
})
