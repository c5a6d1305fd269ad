import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aNewAddress, anAccount, login, PASSWORD, register } from './account.ts'
import { talk } from './raw-socket.ts'
import type { Answer } from './request.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

/** Holds a failure to http-api.md 1, whatever it is about. */
const expectProblem = (answer: Answer, status: number, code: string, path: string): void => {
  expect(answer.status, answer.text).toBe(status)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.headers['cache-control']).toBe('no-store')
  const { body } = answer
  expect(body).toMatchObject({ status, code, success: false, instance: path })
  expect(body.title).toMatch(/^[A-Z]/)
  expect(body.type).toMatch(/^[a-z]+:/)
  expect(body.detail).toMatch(/\.$/)
  expect(body.message).toBe(body.detail)
  expect(body.requestId).toMatch(/^[\da-f-]{36}$/)
  expect(answer.headers['x-request-id']).toBe(body.requestId)
  const known = ['type', 'title', 'status', 'detail', 'instance', 'success', 'code', 'message']
  for (const key of Object.keys(body)) expect([...known, 'requestId', 'errors']).toContain(key)
}

describe('shapes', () => {
  test('a success says so, in JSON with its charset, and is not stored', async () => {
    const answer = await server.get('/api/config')
    expect(answer.status).toBe(200)
    expect(answer.body.success).toBe(true)
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
  })

  test('every failure is a problem with every member, and names its path without the query', async () => {
    expectProblem(await server.get('/api/auth/me?secret=1'), 401, 'unauthenticated', '/api/auth/me')
    expectProblem(await server.get('/api/nothing/here'), 404, 'not_found', '/api/nothing/here')
    expectProblem(await server.get('/nothing'), 404, 'not_found', '/nothing')
    const path = '/api/auth/refresh-token'
    const unknown = await server.post(path, { refreshToken: 'no such token' })
    expectProblem(unknown, 401, 'invalid_refresh_token', path)
  })

  test('no two answers share a request id, whatever the caller sends', async () => {
    const headers = { 'x-request-id': randomUUID() }
    const asked = Array.from({ length: 20 }, () => server.get('/api/config', headers))
    const ids = (await Promise.all(asked)).map((answer) => answer.headers['x-request-id'])
    expect(new Set(ids).size).toBe(20)
    expect(ids).not.toContain(headers['x-request-id'])
  })

  test('a refused field is named by its path, without its value', async () => {
    const answer = await register(server, { email: 'no-address', password: PASSWORD })
    expectProblem(answer, 400, 'validation_failed', '/api/auth/register')
    const [error] = answer.body.errors ?? []
    expect(error).toMatchObject({ path: 'email' })
    expect(error?.code).toMatch(/^\w+$/)
    expect(error?.message).not.toBe('')
    expect(answer.text).not.toContain('no-address')
    expect(answer.text).not.toContain(PASSWORD)
  })

  test('security headers stand on every answer', async () => {
    for (const path of ['/api/config', '/api/auth/me', '/api/nothing', '/api/%zz', '/login']) {
      const { headers } = await server.get(path)
      expect(headers['x-content-type-options'], path).toBe('nosniff')
      expect(headers['referrer-policy'], path).toBe('no-referrer')
      expect(headers['content-security-policy'], path).toContain("default-src 'none'")
      expect(headers['x-request-id'], path).toBeDefined()
      expect(headers['x-powered-by'], path).toBeUndefined()
    }
  })
})

describe('methods, paths and media types', () => {
  test('another method on a known path is 405 and tells the ones there are', async () => {
    const wrong = await server.request('/api/auth/login', { method: 'DELETE' })
    expectProblem(wrong, 405, 'method_not_allowed', '/api/auth/login')
    expect(wrong.headers.allow).toBe('POST')
    const staged = await server.get('/api/auth/register')
    expect(staged.headers.allow?.split(', ').sort()).toEqual(['PATCH', 'POST'])
    const read = await server.post('/api/auth/me', {})
    expect(read.headers.allow).toContain('GET')
  })

  test('TRACE is refused and echoes nothing', async () => {
    const headers = { authorization: 'Bearer not-to-be-echoed' }
    const answer = await server.request('/api/auth/login', { method: 'TRACE', headers })
    expectProblem(answer, 405, 'method_not_allowed', '/api/auth/login')
    expect(answer.text).not.toContain('not-to-be-echoed')
  })

  test.each([
    '//api/auth/login',
    '/api//auth/login',
    '/api/auth/login/',
    '/API/auth/login',
    '/api/auth/./login',
    '/api/x/../auth/login',
    '/api/auth/login%00',
    '/api/auth/login%2f',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/api/auth;x=1/login',
  ])('%s is another path than the one it resembles', async (path) => {
    const answer = await server.post(path, { email: aNewAddress(), password: PASSWORD })
    expectProblem(answer, 404, 'not_found', path)
  })

  test('%61 is an a: one route has one meaning however it is spelled', async () => {
    const answer = await server.post('/api/%61uth/login', {})
    expect(answer.status).toBe(400)
  })

  test.each(['/api/%zz', '/api/%', '/api/auth/%c0%ae', '/%ff%fe'])(
    'the broken escape in %s is a problem like any other',
    async (path) => {
      expectProblem(await server.get(path), 400, 'validation_failed', path)
    },
  )

  test('a body that is no JSON by its type is 415', async () => {
    const body = JSON.stringify({ email: aNewAddress(), password: PASSWORD })
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'application/json-patch+json',
      'text/json',
      'application/xml',
      'nonsense',
      '',
    ]
    for (const type of types) {
      const answer = await server.post('/api/auth/login', body, { 'content-type': type })
      expectProblem(answer, 415, 'unsupported_media_type', '/api/auth/login')
    }
  })

  test('a charset may stand behind the media type', async () => {
    const body = JSON.stringify({ refreshToken: 'x' })
    for (const type of ['application/json; charset=utf-8', 'application/json;charset=UTF-8']) {
      const answer = await server.post('/api/auth/refresh-token', body, { 'content-type': type })
      expect(answer.status).toBe(401)
    }
  })

  test('a body over 64 KiB is 413; one of exactly 64 KiB is read', async () => {
    const ofSize = (bytes: number): string =>
      `{"refreshToken":"x","pad":"${'a'.repeat(bytes - 29)}"}`
    const path = '/api/auth/refresh-token'
    const fits = ofSize(65_536)
    expect(Buffer.byteLength(fits)).toBe(65_536)
    expect((await server.post(path, fits)).status).toBe(401)
    expectProblem(await server.post(path, ofSize(65_537)), 413, 'payload_too_large', path)
    const streamed = await talk(server.port, [
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
      `10001\r\n${ofSize(65_537)}\r\n0\r\n\r\n`,
    ])
    expect(streamed).toMatch(/^HTTP\/1\.1 413 /)
  })
})

/** Bodies for a route that takes strings: each is the caller's mistake. */
const BAD_STRINGS: readonly (readonly [string, unknown])[] = [
  ['a number', 12],
  ['a boolean', true],
  ['null', null],
  ['an array', ['a@example.org']],
  ['an object', { toString: 'x' }],
  ['an operator object', { $ne: null }],
  ['an empty string', ''],
  ['NUL', 'a\0b@example.org'],
  ['a lone surrogate', 'a\ud800b@example.org'],
  ['a low surrogate first', '\udc00\ud800'],
  ['20,000 characters', 'x'.repeat(20_000)],
]

const FIELDS: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ['/api/auth/login', 'email', { password: PASSWORD }],
  ['/api/auth/login', 'password', { email: 'ada@example.org' }],
  ['/api/auth/register', 'email', { password: PASSWORD, username: 'ada' }],
  ['/api/auth/register', 'password', { email: 'ada@example.org', username: 'ada' }],
  ['/api/auth/verify-email', 'token', {}],
  ['/api/auth/verify-email', 'code', {}],
  ['/api/auth/forgot-password', 'email', {}],
  ['/api/auth/reset-password', 'token', { password: PASSWORD }],
  ['/api/auth/reset-password', 'password', { token: 'x' }],
  ['/api/auth/refresh-token', 'refreshToken', {}],
  ['/api/auth/resend-verification', 'registrationToken', {}],
  ['/api/auth/logout', 'refreshToken', {}],
]

describe('bodies', () => {
  test.each(FIELDS)('%s refuses a %s that is no clean string', async (path, field, rest) => {
    for (const [what, value] of BAD_STRINGS) {
      const answer = await server.post(path, { ...rest, [field]: value })
      expect(answer.status, `${what}: ${answer.text}`).toBe(400)
      expectProblem(answer, 400, 'validation_failed', path)
    }
  })

  test('names, phone and preferences are checked as strictly', async () => {
    const staged = { email: aNewAddress(), password: PASSWORD }
    const bad: readonly Readonly<Record<string, unknown>>[] = [
      { firstName: 'a\u202eb' },
      { firstName: ' ' },
      { lastName: 'x'.repeat(101) },
      { username: 'a\0' },
      { firstName: ['Ada'] },
      { phone: 'call me' },
      { phone: 491234567 },
    ]
    for (const field of bad) {
      const answer = await register(server, { ...staged, ...field })
      expectProblem(answer, 400, 'validation_failed', '/api/auth/register')
    }
    const preferences = [[], 'x', 3, { a: 'x'.repeat(8200) }, { a: 'nul\0' }, { '\ud800': 1 }]
    for (const value of preferences) {
      const body = { registrationToken: 'x', preferences: value }
      const answer = await server.request('/api/auth/register', { method: 'PATCH', body })
      expectProblem(answer, 400, 'validation_failed', '/api/auth/register')
    }
  })

  test.each([
    ['cut off', '{"email":"a@example.org"'],
    ['an array', '[]'],
    ['a string', '"email"'],
    ['a number', '1'],
    ['true', 'true'],
    ['null', 'null'],
    ['nothing', ''],
    ['blanks', '   '],
    ['single quotes', "{'email':1}"],
    ['a trailing comma', '{"email":"a@example.org",}'],
    ['a byte order mark', '\ufeff{}'],
    ['NaN', '{"email":NaN}'],
    ['a hidden constructor', '{"constructor":{"prototype":{"isAdmin":true}}}'],
    ['a hidden prototype', '{"__proto__":{"email":"a@example.org","password":"x"}}'],
    ['10,000 levels of arrays', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['8,000 levels of objects', `${'{"a":'.repeat(8000)}1${'}'.repeat(8000)}`],
    ['deep preferences', `{"preferences":${'{"a":'.repeat(8000)}1${'}'.repeat(8000)}}`],
  ])('a body that is %s is a 400 problem', async (_what, body) => {
    const headers = { 'content-type': 'application/json' }
    for (const path of ['/api/auth/login', '/api/auth/register', '/api/auth/reset-password'])
      expectProblem(await server.post(path, body, headers), 400, 'validation_failed', path)
    const amend = await server.request('/api/auth/register', { method: 'PATCH', body, headers })
    expect(amend.status, amend.text).toBe(400)
  })

  test('deep preferences of an open attempt are refused, not a fault', async () => {
    const deep = `${'{"a":'.repeat(1300)}1${'}'.repeat(1300)}`
    const body = `{"registrationToken":"x","preferences":${deep}}`
    const answer = await server.request('/api/auth/register', { method: 'PATCH', body })
    expect(answer.status, answer.text).toBeLessThan(500)
  })

  test('bytes that are no UTF-8 do not pass', async () => {
    const head = `POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n`
    const body = Buffer.concat([
      Buffer.from('{"email":"a'),
      Buffer.from([0xff, 0xfe, 0xc3]),
      Buffer.from('@example.org","password":"x"}'),
    ])
    const answer = await talk(server.port, [`${head}Content-Length: ${body.length}\r\n\r\n`, body])
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('of a repeated key the last value counts, once and for all', async () => {
    const body = `{"email":"x","email":"${aNewAddress()}","refreshToken":7,"refreshToken":"x"}`
    expect((await server.post('/api/auth/refresh-token', body)).status).toBe(401)
  })

  test('role, emailVerified, id and other unknown fields change nothing', async () => {
    const email = aNewAddress()
    const wish = { role: 'admin', roles: ['admin'], emailVerified: true, id: randomUUID() }
    const more = { isAdmin: true, credentialVersion: 9, locale: 'xx', preferences: { a: 1 } }
    const staged = await register(server, { email, password: PASSWORD, ...wish, ...more })
    expect(staged.status).toBe(202)
    const { registrationToken } = staged.body
    const amend = { registrationToken, ...wish, email: aNewAddress(), lastName: 'King' }
    const amended = await server.request('/api/auth/register', { method: 'PATCH', body: amend })
    expect(amended.status).toBe(200)
    const [mail] = await server.inbox(email)
    const code = /\b\d{6}\b/.exec(mail!.text)?.[0]
    const claim = { registrationToken, code, ...wish }
    const { body } = await server.post('/api/auth/verify-email', claim)
    expect(body.user).toMatchObject({ email, roles: ['user'], locale: 'en', lastName: 'King' })
    expect(body.user?.id).not.toBe(wish.id)
    expect(body.user?.['preferences']).toEqual({})
    expect(Object.keys(body.user ?? {}).sort()).toEqual(USER_FIELDS)
  })

  test('a failure names no address, no password and no stack', async () => {
    const account = await anAccount(server)
    const wrong = 'Not-The-0ne-At-All'
    const refused = await login(server, { email: account.email, password: wrong })
    expectProblem(refused, 401, 'invalid_credentials', '/api/auth/login')
    for (const text of [account.email, wrong, 'node_modules', '.ts:', 'select '])
      expect(refused.text).not.toContain(text)
    const secrets = [account.email, wrong, account.password, account.accessToken]
    expect(secrets.filter((secret) => server.logs().includes(secret))).toEqual([])
  })
})

const USER_FIELDS = [
  ...['createdAt', 'email', 'emailVerified', 'firstName', 'id', 'lastLoginAt', 'lastName'],
  ...['locale', 'phone', 'preferences', 'profileImageUrl', 'roles', 'updatedAt', 'username'],
].sort()

describe('connections', () => {
  test('headers beyond 16 KiB are refused with a problem', async () => {
    const answer = await server.get('/api/config', { 'x-large': 'a'.repeat(20_000) })
    expect(answer.status).toBe(431)
    expect(answer.body).toMatchObject({ success: false, status: 431 })
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  })

  test.each([
    ['garbage', ['\x00\x01\x02\xff not http at all\r\n\r\n']],
    ['a TLS hello', [Buffer.from('160301020001', 'hex'), Buffer.alloc(512, 1)]],
    ['no path', ['GET HTTP/1.1\r\n\r\n']],
    ['an unknown method', ['BREW /api/config HTTP/1.1\r\nHost: x\r\n\r\n']],
    ['a header without a colon', ['GET / HTTP/1.1\r\nHost: x\r\nbroken\r\n\r\n']],
    [
      'two lengths',
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na'],
    ],
    [
      'length and chunks',
      [
        'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      ],
    ],
    [
      'a bad chunk',
      [
        'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      ],
    ],
  ])('%s on the socket gets a 400 problem and the connection ends', async (_what, bytes) => {
    const answer = await talk(server.port, bytes)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('application/problem+json')
    expect(answer).toMatch(/x-request-id: /i)
    expect((await server.get('/api/health/live')).status).toBe(200)
  })

  test('a Host that is missing or absurd is the caller’s mistake', async () => {
    const none = await talk(server.port, ['GET /api/config HTTP/1.1\r\nConnection: close\r\n\r\n'])
    expect(none).toMatch(/^HTTP\/1\.1 400 /)
    const absurd = await server.get('/api/config', { host: 'evil.example:99999' })
    expect(absurd.status).toBeLessThan(500)
    expect(absurd.text).not.toContain('evil.example')
  })

  test('a connection that is cut in the middle of a body harms nobody', async () => {
    const head =
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"email"'
    await Promise.all(
      Array.from({ length: 20 }, () => talk(server.port, [head], { silenceMs: 50 })),
    )
    expect((await server.get('/api/health/ready')).status).toBe(200)
    expect(server.faults()).toEqual([])
  })

  test('headers that trickle in do not hold a connection for long', async () => {
    const begun = performance.now()
    const drops = Array.from({ length: 30 }, (_, at) => `X-${at}: a\r\n`)
    const answer = await talk(server.port, ['GET / HTTP/1.1\r\n', ...drops], {
      pauseMs: 2000,
      silenceMs: 60_000,
    })
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(performance.now() - begun).toBeLessThan(25_000)
  })

  test('nothing of all this made the server fault', () => {
    expect(server.faults()).toEqual([])
  })
})
