import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  aNewAddress,
  anAccount,
  aResetToken,
  aStagedSignUp,
  bearer,
  codeIn,
  login,
  OTHER_PASSWORD,
  PASSWORD,
  register,
  verify,
} from './account.ts'
import { aBrowser, parseCookie } from './browser.ts'
import type { Answer } from './request.ts'
import { startServer, type TestServer } from './server.ts'

const LISTED = 'https://app.example.org'
const FOREIGN = 'https://evil.example'

let server: TestServer
let account: Account
beforeAll(async () => {
  server = await startServer({ env: { WEB_ORIGINS: LISTED } })
  account = await anAccount(server)
})
afterAll(() => server.stop())

const flagsOf = (answer: Answer): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    answer.cookies.map(parseCookie).map(({ name, attributes }) => [
      name,
      attributes
        .filter((flag) => !/^(max-age|expires)=/.test(flag))
        .map((flag) => flag.toLowerCase())
        .sort(),
    ]),
  )

const AT_ROOT = ['httponly', 'path=/', 'samesite=lax']
const AT_AUTH = ['httponly', 'path=/api/auth', 'samesite=lax']
const TOKEN_FIELDS = ['accessToken', 'refreshToken', 'tokenType', 'expiresIn', 'deviceToken']

describe('body delivery, the default', () => {
  test('every token is in the JSON and no cookie is set, from sign-up to logout', async () => {
    const email = aNewAddress()
    const staged = await register(server, { email, password: PASSWORD })
    expect(staged.body.registrationToken).toMatch(/^[\w-]{40,}$/)
    const [mail] = await server.inbox(email)
    const { registrationToken = '' } = staged.body
    const verified = await verify(server, { registrationToken, code: codeIn(mail!) })
    const signedIn = await login(server, { email, password: PASSWORD })
    for (const { body } of [verified, signedIn]) {
      expect(body).toMatchObject({ success: true, tokenType: 'Bearer', expiresIn: 900 })
      for (const field of TOKEN_FIELDS) expect(body).toHaveProperty(field)
    }
    const { refreshToken, accessToken } = signedIn.body
    const refreshed = await server.post('/api/auth/refresh-token', { refreshToken })
    expect(refreshed.body).toMatchObject({ success: true, tokenType: 'Bearer', expiresIn: 900 })
    expect(refreshed.body.refreshToken).not.toBe(refreshToken)
    const left = await server.post('/api/auth/logout', undefined, bearer(accessToken))
    for (const answer of [staged, verified, signedIn, refreshed, left]) {
      expect(answer.status).toBeLessThan(300)
      expect(answer.cookies).toEqual([])
    }
  })

  test('a delivery nobody knows is body delivery', async () => {
    const headers = { 'x-token-delivery': 'COOKIES' }
    const answer = await login(server, account, headers)
    expect(answer.cookies).toEqual([])
    expect(answer.body.accessToken).toBeDefined()
  })
})

describe('cookie delivery', () => {
  test('no token is anywhere in a body, from sign-up to logout', async () => {
    const browser = aBrowser(server)
    const email = aNewAddress()
    const person = { email, password: PASSWORD, firstName: 'Ada', lastName: 'Lovelace' }
    const answers = [await browser.post('/api/auth/register', person)]
    expect(answers[0]?.status).toBe(202)
    expect(flagsOf(answers[0]!)).toEqual({ latchkey_registration: AT_AUTH })
    const [mail] = await server.inbox(email)

    answers.push(await browser.post('/api/auth/resend-verification'))
    answers.push(
      await browser.send('/api/auth/register', { method: 'PATCH', body: { username: 'ada' } }),
    )
    answers.push(await browser.post('/api/auth/verify-email', { code: codeIn(mail!) }))
    expect(flagsOf(answers.at(-1)!)).toEqual({
      latchkey_registration: AT_AUTH,
      latchkey_access: AT_ROOT,
      latchkey_refresh: AT_AUTH,
      latchkey_device: AT_AUTH,
    })
    expect(browser.jar.has('latchkey_registration')).toBe(false)
    answers.push(await browser.get('/api/auth/me'), await browser.get('/api/auth/session'))
    answers.push(await browser.post('/api/auth/refresh-token'))
    answers.push(await browser.post('/api/auth/login', { email, password: PASSWORD }))

    const values = answers.flatMap(({ cookies }) => cookies.map((line) => parseCookie(line).value))
    const secrets = values.filter((value) => value.length > 20)
    expect(new Set(secrets).size).toBe(9)
    for (const { status, text, body } of answers) {
      expect(status).toBeLessThan(300)
      for (const secret of secrets) expect(text).not.toContain(secret)
      for (const field of [...TOKEN_FIELDS, 'registrationToken'])
        expect(body).not.toHaveProperty(field)
    }
    const left = await browser.post('/api/auth/logout')
    expect(left.status).toBe(200)
    expect(browser.jar.has('latchkey_access')).toBe(false)
    expect(browser.jar.has('latchkey_refresh')).toBe(false)
  })

  test('cookies live as long as what is in them', async () => {
    const { cookies } = await login(server, account, { 'x-token-delivery': 'cookie' })
    const ages = Object.fromEntries(
      cookies.map((line) => [parseCookie(line).name, Number(/max-age=(\d+)/i.exec(line)?.[1])]),
    )
    expect(ages['latchkey_access']).toBe(900)
    expect(ages['latchkey_refresh']).toBeGreaterThan(7 * 86_400 - 10)
    expect(ages['latchkey_refresh']).toBeLessThanOrEqual(7 * 86_400)
    expect(ages['latchkey_device']).toBeGreaterThan(300 * 86_400)
  })

  test('no cookie names a Domain, and over http none is Secure', async () => {
    const { cookies } = await login(server, account, { 'x-token-delivery': 'cookie' })
    expect(cookies).toHaveLength(3)
    for (const cookie of cookies) expect(cookie).not.toMatch(/domain|secure/i)
  })

  test('what came in a cookie leaves in cookies, whatever the header says', async () => {
    for (const delivery of [undefined, 'body']) {
      const browser = aBrowser(server)
      const email = aNewAddress()
      const person = { email, password: PASSWORD, firstName: 'Ada', lastName: 'Lovelace' }
      await browser.post('/api/auth/register', person)
      const [mail] = await server.inbox(email)
      const headers = (path: string) => ({
        cookie: browser.cookieHeader(path),
        'sec-fetch-site': 'same-origin',
        ...(delivery && { 'x-token-delivery': delivery }),
      })
      const path = '/api/auth/verify-email'
      const verified = await server.post(path, { code: codeIn(mail!) }, headers(path))
      expect(verified.status).toBe(200)
      expect(verified.body).not.toHaveProperty('accessToken')
      expect(verified.body).not.toHaveProperty('refreshToken')
      const cookie = verified.cookies.find((line) => line.startsWith('latchkey_refresh='))
      const refreshed = await server.post('/api/auth/refresh-token', undefined, {
        ...headers(path),
        cookie: cookie?.split(';')[0] ?? '',
      })
      expect(refreshed.status).toBe(200)
      expect(refreshed.body).not.toHaveProperty('accessToken')
      expect(refreshed.body).not.toHaveProperty('refreshToken')
      expect(Object.keys(flagsOf(refreshed)).sort()).toEqual([
        'latchkey_access',
        'latchkey_refresh',
      ])
    }
  })
})

describe('who a request is from', () => {
  test('the Authorization header alone decides when there is one', async () => {
    const cookie = `latchkey_access=${account.accessToken}`
    expect((await server.get('/api/auth/me', { cookie })).status).toBe(200)
    for (const authorization of ['Bearer junk', 'Basic YTpi', 'Bearer', '', 'junk']) {
      const answer = await server.get('/api/auth/me', { cookie, authorization })
      expect(answer.status, authorization).toBe(401)
    }
    const other = await anAccount(server)
    const both = { cookie, ...bearer(other.accessToken) }
    expect((await server.get('/api/auth/me', both)).body.user?.id).toBe(other.id)
    await server.post('/api/auth/logout', undefined, both)
    expect((await server.get('/api/auth/me', { cookie })).status).toBe(200)
  })

  test('who asks whether anybody is signed in, and has no token, hears that nobody is', async () => {
    const status = async (headers = {}) => {
      const answer = await server.get('/api/auth/status', headers)
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.cookies).toEqual([])
      return [answer.status, answer.body.user?.id ?? answer.body.code ?? answer.body.user]
    }
    const { accessToken, refreshToken, user } = (await login(server, account)).body
    expect(await status()).toEqual([200, null])
    expect(await status({ cookie: 'theme=dark; latchkey_device=x' })).toEqual([200, null])
    expect(await status(bearer(accessToken))).toEqual([200, user?.id])
    expect(await status({ cookie: `latchkey_access=${accessToken}` })).toEqual([200, user?.id])
    // What was sent is good no more: the session has to be renewed, or has ended.
    const renewable = { cookie: `latchkey_refresh=${refreshToken}` }
    for (const headers of [bearer('junk'), { authorization: '' }, renewable])
      expect(await status(headers)).toEqual([401, 'unauthenticated'])
    await server.post('/api/auth/logout', undefined, bearer(accessToken))
    expect(await status(bearer(accessToken))).toEqual([401, 'unauthenticated'])
  })

  test('a junk Authorization header does not let a cookie log out', async () => {
    const { accessToken, refreshToken } = (await login(server, account)).body
    const cookie = `latchkey_access=${accessToken}; latchkey_refresh=${refreshToken}`
    await server.post('/api/auth/logout', undefined, { cookie, authorization: 'Bearer junk' })
    expect((await server.get('/api/auth/me', bearer(accessToken))).status).toBe(200)
  })

  test('a cookie that comes twice is nobody’s', async () => {
    const twice = `latchkey_access=${account.accessToken}; latchkey_access=x`
    expect((await server.get('/api/auth/me', { cookie: twice })).status).toBe(401)
    const same = `latchkey_access=${account.accessToken}; latchkey_access=${account.accessToken}`
    expect((await server.get('/api/auth/me', { cookie: same })).status).toBe(401)
    const refresh = `latchkey_refresh=${account.refreshToken}; latchkey_refresh=x`
    const refreshed = await server.post('/api/auth/refresh-token', undefined, { cookie: refresh })
    expect(refreshed.status).toBe(401)
  })

  test.each([
    '',
    ';',
    '=',
    '=;=',
    'latchkey_access',
    'latchkey_access=',
    '\u00ff=\u00fe',
    'a'.repeat(9000),
  ])('the cookie header %j is no session and no fault', async (cookie) => {
    expect((await server.get('/api/auth/me', { cookie })).status).toBe(401)
    const path = '/api/auth/refresh-token'
    expect((await server.post(path, undefined, { cookie })).status).toBe(401)
  })
})

describe('cross-origin requests', () => {
  const sites = [undefined, 'same-origin', 'none', 'same-site', 'cross-site', 'nonsense']
  const origins = [undefined, 'own', LISTED, FOREIGN, 'null']
  const authorizations = [undefined, 'Bearer junk']
  const cookies = [undefined, 'latchkey_refresh=junk']
  const table = sites.flatMap((site) =>
    origins.flatMap((origin) =>
      authorizations.flatMap((authorization) =>
        cookies.map((cookie) => ({ site, origin, authorization, cookie })),
      ),
    ),
  )

  test('pass from their own origin, a listed one, or no browser at all; nothing else', async () => {
    for (const { site, origin, authorization, cookie } of table) {
      const passes =
        (site === undefined && origin === undefined) ||
        site === 'same-origin' ||
        site === 'none' ||
        origin === 'own' ||
        origin === LISTED
      const headers = {
        ...(site && { 'sec-fetch-site': site }),
        ...(origin && { origin: origin === 'own' ? server.url : origin }),
        ...(authorization && { authorization }),
        ...(cookie && { cookie }),
      }
      const answer = await server.post('/api/auth/refresh-token', { refreshToken: 'x' }, headers)
      const expected = passes ? [401, 'invalid_refresh_token'] : [403, 'cross_origin_refused']
      expect([answer.status, answer.body.code], JSON.stringify(headers)).toEqual(expected)
    }
  })

  test('a foreign page ends no session, even with a junk Authorization header', async () => {
    const { accessToken, refreshToken } = (await login(server, account)).body
    const cookie = `latchkey_access=${accessToken}; latchkey_refresh=${refreshToken}`
    const foreign = { cookie, origin: FOREIGN, 'sec-fetch-site': 'cross-site' }
    for (const path of ['/api/auth/logout', '/api/auth/logout-all', '/api/auth/refresh-token'])
      for (const more of [{}, { authorization: 'Bearer junk' }, bearer(accessToken)]) {
        const answer = await server.post(path, undefined, { ...foreign, ...more })
        expect([answer.status, answer.body.code]).toEqual([403, 'cross_origin_refused'])
        expect(answer.cookies).toEqual([])
      }
    expect((await server.get('/api/auth/me', bearer(accessToken))).status).toBe(200)
  })

  test('every call that changes something refuses a foreign page, signed in or not', async () => {
    const paths = ['login', 'register', 'verify-email', 'resend-verification', 'forgot-password']
    const all = [...paths, 'reset-password', 'introspect'].map((name) => `/api/auth/${name}`)
    for (const path of [...all, '/api/setup', '/api/nothing']) {
      const answer = await server.post(path, {}, { origin: FOREIGN })
      expect([path, answer.status]).toEqual([path, 403])
    }
    const amend = { method: 'PATCH', body: {}, headers: { origin: FOREIGN } }
    expect((await server.request('/api/auth/register', amend)).status).toBe(403)
  })

  test('a listed origin may read answers with credentials; any other may not', async () => {
    const listed = await server.get('/api/auth/me', { origin: LISTED })
    expect(listed.headers['access-control-allow-origin']).toBe(LISTED)
    expect(listed.headers['access-control-allow-credentials']).toBe('true')
    expect(listed.headers['access-control-expose-headers']).toMatch(
      /Content-Disposition, X-Row-Limit/,
    )
    expect(listed.headers.vary?.toLowerCase()).toContain('origin')
    for (const origin of [FOREIGN, 'null', `${LISTED}.evil.example`, LISTED.toUpperCase()]) {
      const answer = await server.get('/api/auth/me', { origin })
      expect(answer.headers['access-control-allow-origin'], origin).toBeUndefined()
    }
  })

  test('a pre-flight names what a listed origin may send, and nothing to any other', async () => {
    const ask = (origin: string) =>
      server.request('/api/auth/login', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-token-delivery',
        },
      })
    const listed = await ask(LISTED)
    expect(listed.status).toBe(204)
    expect(listed.headers['access-control-allow-origin']).toBe(LISTED)
    expect(listed.headers['access-control-allow-headers']?.toLowerCase()).toContain(
      'x-token-delivery',
    )
    const foreign = await ask(FOREIGN)
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('tokens of one kind', () => {
  test('are never accepted as another', async () => {
    const staged = await aStagedSignUp(server)
    const reset = await aResetToken(server, account.email)
    const { accessToken, refreshToken, deviceToken } = (await login(server, account)).body
    const setup = /#token=([\w-]+)/.exec(server.logs())?.[1]
    const tokens = {
      access: accessToken,
      refresh: refreshToken,
      device: deviceToken,
      registration: staged.registrationToken,
      verification: staged.link,
      reset,
      setup,
    }
    const password = OTHER_PASSWORD
    const { registrationToken, code } = staged
    const person = { firstName: 'A', lastName: 'B', email: aNewAddress(), password }
    for (const [kind, token] of Object.entries(tokens)) {
      expect(token, kind).toMatch(/^[\w.-]{40,}$/)
      const statuses = {
        access: (await server.get('/api/auth/me', bearer(token))).status,
        refresh: (await server.post('/api/auth/refresh-token', { refreshToken: token })).status,
        verification: (await verify(server, { token: token!, registrationToken: 'x' })).status,
        registration: (await verify(server, { registrationToken: token!, code: `${code}` })).status,
        reset: (await server.post('/api/auth/reset-password', { token, password: 'short' })).status,
        setup: (await server.post('/api/setup', { ...person, token, password: 'short' })).status,
      }
      const wrong = Object.entries(statuses).filter(([place]) => place !== kind)
      for (const [place, status] of wrong) {
        expect(status, `${kind} as ${place}`).toBeGreaterThanOrEqual(400)
        expect(status, `${kind} as ${place}`).toBeLessThan(500)
      }
      await server.post('/api/auth/logout', { refreshToken: kind === 'refresh' ? 'x' : token })
    }
    expect((await server.get('/api/auth/me', bearer(accessToken))).status).toBe(200)
    expect(registrationToken).toBe(tokens.registration)
  })
})

describe('with an https address', () => {
  test('cookies are Secure and their names say what browsers must hold them to', async () => {
    const publicUrl = 'https://auth.example.org'
    const secure = await startServer({ env: { PUBLIC_URL: publicUrl } })
    try {
      const email = aNewAddress()
      const cookieDelivery = { 'x-token-delivery': 'cookie', origin: publicUrl }
      const staged = await register(secure, { email, password: PASSWORD }, cookieDelivery)
      expect(flagsOf(staged)).toEqual({
        '__Secure-latchkey_registration': [...AT_AUTH, 'secure'],
      })
      const [mail] = await secure.inbox(email)
      expect(mail?.text).toContain(`${publicUrl}/auth/verify-email#token=`)
      const cookie = staged.cookies[0]?.split(';')[0] ?? ''
      const verified = await verify(secure, { code: codeIn(mail!) }, { ...cookieDelivery, cookie })
      expect(flagsOf(verified)).toEqual({
        '__Host-latchkey_access': [...AT_ROOT, 'secure'],
        '__Secure-latchkey_refresh': [...AT_AUTH, 'secure'],
        '__Secure-latchkey_device': [...AT_AUTH, 'secure'],
        '__Secure-latchkey_registration': [...AT_AUTH, 'secure'],
      })
      expect(verified.headers['strict-transport-security']).toMatch(/max-age=\d{8}/)
      const bare = verified.cookies
        .map((line) => line.split(';')[0]?.replace(/^__\w+-/, ''))
        .join('; ')
      expect((await secure.get('/api/auth/me', { cookie: bare })).status).toBe(401)
    } finally {
      await secure.stop()
    }
  })
})
