import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  aNewAddress,
  anAccount,
  aStagedSignUp,
  bearer,
  disable,
  login,
  OTHER_PASSWORD,
  outlineOf,
  PASSWORD,
} from './account.ts'
import { aBrowser } from './browser.ts'
import { startServer, type TestServer } from './server.ts'

const SECRET = 'a credential of at least 32 characters'
const REFUSED = [401, 'invalid_refresh_token']

let server: TestServer
let account: Account
beforeAll(async () => {
  server = await startServer({ env: { INTROSPECTION_SECRET: SECRET } })
  account = await anAccount(server)
})
afterAll(() => server.stop())

const refresh = (refreshToken: string | undefined, on: TestServer = server) =>
  on.post('/api/auth/refresh-token', { refreshToken })
const isSignedIn = async (accessToken: string | undefined, on: TestServer = server) =>
  (await on.get('/api/auth/me', bearer(accessToken))).status === 200

describe('logging in', () => {
  test.each(['body', 'cookie'])('in %s delivery no refusal tells why', async (delivery) => {
    const headers = { 'x-token-delivery': delivery }
    const disabled = await anAccount(server)
    disable(server, disabled)
    const { email } = account
    const attempts = [
      { email: aNewAddress(), password: PASSWORD },
      { email, password: OTHER_PASSWORD },
      { email, password: 'x' },
      { email, password: 'x'.repeat(1000) },
      await aStagedSignUp(server),
      disabled,
    ]
    const outlines = []
    for (const attempt of attempts) outlines.push(outlineOf(await login(server, attempt, headers)))
    expect(outlines[0]).toMatchObject({ status: 401, cookies: [] })
    for (const outline of outlines) expect(outline).toEqual(outlines[0])
  })

  test('the audit log alone knows the reason', async () => {
    await login(server, { email: account.email, password: OTHER_PASSWORD })
    const [event] = server.rows(
      "select * from audit_events where action = 'authn_login_fail' order by at desc, id desc",
    )
    expect(event).toMatchObject({ code: 'password_wrong', user_id: account.id, success: 0 })
    expect(JSON.stringify(event)).not.toContain(account.email)
  })

  test('the address counts without its case and blanks around it', async () => {
    const email = ` ${account.email.toUpperCase()} `
    const { status, body } = await login(server, { email, password: PASSWORD })
    expect(status).toBe(200)
    expect(body.user?.email).toBe(account.email)
    expect(body.user?.['lastLoginAt']).toMatch(/Z$/)
  })

  test('the password counts to the last blank', async () => {
    for (const password of [`${PASSWORD} `, ` ${PASSWORD}`, PASSWORD.toLowerCase()])
      expect((await login(server, { email: account.email, password })).status).toBe(401)
  })
})

describe('refreshing', () => {
  test('fifty at once get one and the same successor', async () => {
    const { refreshToken } = (await login(server, account)).body
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refreshToken)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1)
    for (const { body } of answers.slice(0, 3))
      expect(await isSignedIn(body.accessToken)).toBe(true)
  })

  test('once the successor was used, a repeat ends the session, is audited and mailed', async () => {
    const owner = await anAccount(server)
    const second = (await refresh(owner.refreshToken)).body
    const third = (await refresh(second.refreshToken)).body
    const reused = await refresh(owner.refreshToken)
    expect([reused.status, reused.body.code]).toEqual(REFUSED)
    for (const token of [second.refreshToken, third.refreshToken, owner.refreshToken])
      expect((await refresh(token)).status).toBe(401)
    for (const token of [owner.accessToken, third.accessToken])
      expect(await isSignedIn(token)).toBe(false)
    const events = server.rows(
      "select session_id from audit_events where action = 'token_reuse_detected' and user_id = ?",
      owner.id,
    )
    expect(events).toHaveLength(1)
    const mails = await server.inbox(owner.email, 3)
    expect(mails.filter(({ subject }) => /ended/.test(subject))).toHaveLength(1)
  })

  test('without a grace every repeat ends the session, and of many at once one wins', async () => {
    const strict = await startServer({ env: { SETTINGS: '{"refresh_grace_seconds":0}' } })
    try {
      const owner = await anAccount(strict)
      const racing = Array.from({ length: 20 }, () => refresh(owner.refreshToken, strict))
      const answers = await Promise.all(racing)
      const won = answers.filter(({ status }) => status === 200)
      expect(won).toHaveLength(1)
      expect((await refresh(won[0]?.body.refreshToken, strict)).status).toBe(401)
      expect(await isSignedIn(owner.accessToken, strict)).toBe(false)
      const events = strict.rows(
        "select id from audit_events where action = 'token_reuse_detected'",
      )
      expect(events).toHaveLength(1)
      expect(await strict.inbox(owner.email, 3)).toHaveLength(3)
    } finally {
      await strict.stop()
    }
  })

  test('after the grace a repeat ends the session though the successor is unused', async () => {
    const short = await startServer({ env: { SETTINGS: '{"refresh_grace_seconds":1}' } })
    try {
      const owner = await anAccount(short)
      const first = await refresh(owner.refreshToken, short)
      const again = await refresh(owner.refreshToken, short)
      expect(again.body.refreshToken).toBe(first.body.refreshToken)
      await new Promise((resolve) => setTimeout(resolve, 1100))
      expect((await refresh(owner.refreshToken, short)).status).toBe(401)
      expect((await refresh(first.body.refreshToken, short)).status).toBe(401)
    } finally {
      await short.stop()
    }
  })

  test('a guessed, changed or missing token is refused and ends nothing', async () => {
    const { refreshToken = '', accessToken } = (await login(server, account)).body
    const changed = [0, 10, 30, 60, refreshToken.length - 1].map(
      (at) =>
        refreshToken.slice(0, at) +
        (refreshToken[at] === 'A' ? 'B' : 'A') +
        refreshToken.slice(at + 1),
    )
    for (const token of [...changed, `${refreshToken}A`, `${refreshToken}=`, 'x'])
      expect((await refresh(token)).status).toBe(401)
    expect((await server.post('/api/auth/refresh-token')).status).toBe(401)
    expect((await refresh(refreshToken)).status).toBe(200)
    expect(await isSignedIn(accessToken)).toBe(true)
  })

  test('a disabled user refreshes nothing', async () => {
    const owner = await anAccount(server)
    disable(server, owner)
    expect((await refresh(owner.refreshToken)).status).toBe(401)
    expect(await isSignedIn(owner.accessToken)).toBe(false)
  })
})

describe('logging out', () => {
  test('ends the session by access token, by refresh token, and again without complaint', async () => {
    const first = (await login(server, account)).body
    const second = (await login(server, account)).body
    for (let repeat = 0; repeat < 3; repeat++) {
      const byAccess = await server.post('/api/auth/logout', undefined, bearer(first.accessToken))
      expect(byAccess.status).toBe(200)
      const { refreshToken } = second
      expect((await server.post('/api/auth/logout', { refreshToken })).status).toBe(200)
    }
    for (const { accessToken, refreshToken } of [first, second]) {
      expect(await isSignedIn(accessToken)).toBe(false)
      expect((await refresh(refreshToken)).status).toBe(401)
    }
    expect(await isSignedIn(account.accessToken)).toBe(true)
    for (const body of [undefined, {}, { refreshToken: 'junk' }])
      expect((await server.post('/api/auth/logout', body)).status).toBe(200)
    const events = server.rows(
      "select id from audit_events where action = 'authn_token_revoked' and user_id = ?",
      account.id,
    )
    expect(events).toHaveLength(2)
  })

  test('in cookies it clears them, and an old refresh cookie alone is enough', async () => {
    const browser = aBrowser(server)
    const { email, password } = account
    await browser.post('/api/auth/login', { email, password })
    const cookies = browser.cookieHeader('/api/auth/logout')
    const [refreshCookie] = /latchkey_refresh=[^;]+/.exec(cookies) ?? []
    const headers = { cookie: refreshCookie ?? '', 'sec-fetch-site': 'same-origin' }
    const left = await server.post('/api/auth/logout', undefined, headers)
    expect(left.status).toBe(200)
    for (const name of ['latchkey_access', 'latchkey_refresh'])
      expect(
        left.cookies.some((line) => line.startsWith(`${name}=;`) && /max-age=0/i.test(line)),
      ).toBe(true)
    expect((await browser.get('/api/auth/me')).status).toBe(401)
  })

  test('everywhere ends every session of the user and nobody else’s', async () => {
    const owner = await anAccount(server)
    const other = (await login(server, owner)).body
    expect((await server.post('/api/auth/logout-all')).status).toBe(401)
    const left = await server.post('/api/auth/logout-all', undefined, bearer(other.accessToken))
    expect(left.status).toBe(200)
    expect(left.body.message).toBeDefined()
    expect(await isSignedIn(owner.accessToken)).toBe(false)
    expect(await isSignedIn(other.accessToken)).toBe(false)
    expect((await refresh(owner.refreshToken)).status).toBe(401)
    expect(await isSignedIn(account.accessToken)).toBe(true)
  })
})

describe('who am I', () => {
  test('me is the user, session is the token, and both refuse nobody’s', async () => {
    const { accessToken, user } = (await login(server, account)).body
    const me = await server.get('/api/auth/me', bearer(accessToken))
    expect(me.body.user).toEqual(user)
    const session = await server.get('/api/auth/session', bearer(accessToken))
    expect(Object.keys(session.body).sort()).toEqual(
      ['amr', 'authTime', 'expiresAt', 'roles', 'sid', 'sub', 'success'].sort(),
    )
    expect(session.body).toMatchObject({ sub: account.id, roles: ['user'], amr: ['pwd'] })
    for (const path of ['/api/auth/me', '/api/auth/session'])
      for (const headers of [{}, bearer('x'), { authorization: accessToken ?? '' }]) {
        const answer = await server.get(path, headers)
        expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
      }
  })

  test('HEAD tells as much as GET, without a body', async () => {
    const options = { method: 'HEAD', headers: bearer(account.accessToken) }
    const answer = await server.request('/api/auth/session', options)
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect((await server.request('/api/auth/session', { method: 'HEAD' })).status).toBe(401)
  })
})

describe('introspection', () => {
  const introspect = (token: string | undefined, headers = bearer(SECRET)) =>
    server.post('/api/auth/introspect', { token }, headers)

  test('tells a back end the claims of a good token and nothing about any other', async () => {
    const { accessToken, refreshToken } = (await login(server, account)).body
    const good = await introspect(accessToken)
    expect(good.body).toMatchObject({
      success: true,
      active: true,
      sub: account.id,
      iss: server.url,
    })
    expect(good.body).toMatchObject({ roles: ['user'], aud: server.url, token_type: 'Bearer' })
    await server.post('/api/auth/logout', undefined, bearer(accessToken))
    for (const token of [accessToken, refreshToken, 'x', 'a.b.c']) {
      const { status, body } = await introspect(token)
      expect([status, body]).toEqual([200, { success: true, active: false }])
    }
  })

  test('is closed without its credential, and wholly when none is configured', async () => {
    const { accessToken } = account
    for (const wrong of [{}, bearer('x'), bearer(accessToken), bearer(`${SECRET}x`)]) {
      const answer = await server.post('/api/auth/introspect', { token: accessToken }, wrong)
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
    }
    const cookie = { cookie: `latchkey_access=${accessToken}` }
    const byCookie = await server.post('/api/auth/introspect', { token: accessToken }, cookie)
    expect(byCookie.status).toBe(401)
    const plain = await startServer()
    try {
      for (const headers of [{}, { authorization: 'Bearer ' }, bearer('null'), bearer('undefined')])
        expect((await plain.post('/api/auth/introspect', { token: 'x' }, headers)).status).toBe(401)
    } finally {
      await plain.stop()
    }
  })
})

test('no request of these made the server fault', () => {
  expect(server.faults()).toEqual([])
})
