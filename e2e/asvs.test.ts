import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bearer, PASSWORD } from './account.ts'
import { freePort, startServer, type TestServer } from './server.ts'

// What the list in docs/asvs.md asks for and no other test is about.

const PUBLIC_URL = 'https://auth.example.org'
const ADMIN = { email: 'admin@example.org', password: PASSWORD }

let server: TestServer
beforeAll(async () => {
  server = await startServer({
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PUBLIC_URL,
      LATCHKEY_SECRET: randomBytes(32).toString('base64'),
      SMTP_URL: `smtp://127.0.0.1:${await freePort()}`,
      MAIL_FROM: 'Latchkey <no-reply@example.org>',
      BOOTSTRAP_ADMIN_EMAIL: ADMIN.email,
      BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
    },
  })
})
afterAll(() => server.stop())

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const { paths } = JSON.parse(read('packages/contract/openapi.json')) as {
  paths: Record<string, Record<string, { requestBody?: unknown }>>
}
const requestBodies = (under: string): string =>
  JSON.stringify(
    Object.entries(paths)
      .filter(([path]) => path.startsWith(under))
      .flatMap(([, calls]) => Object.values(calls).map(({ requestBody }) => requestBody ?? null)),
  )

describe('the calls', () => {
  test('no field of any request asks for a hint or a secret question', () => {
    expect(requestBodies('/api')).toContain('password')
    expect(requestBodies('/api')).not.toMatch(/"\w*(?:hint|question|answer|secret)\w*":/i)
  })

  test('no call of the admin API takes a password', () => {
    expect(requestBodies('/api/admin')).toContain('roles')
    expect(requestBodies('/api/admin')).not.toMatch(/password/i)
  })

  test('no call is an OAuth grant: neither implicit nor by password', async () => {
    expect(Object.keys(paths).filter((path) => /authorize|oauth|\/token$/.test(path))).toEqual([])
    expect(requestBodies('/api')).not.toMatch(/grant_type|response_type/)
    for (const path of ['/oauth/token', '/api/oauth/token', '/token', '/api/auth/token'])
      expect((await server.post(path, { grant_type: 'password' })).status).toBe(404)
  })
})

describe('in production', () => {
  test('by https every answer says so, for a year and every host below', async () => {
    for (const path of ['/api/config', '/api/auth/me', '/nothing', '/auth/login', '/api/%zz']) {
      const { headers } = await server.get(path)
      expect(headers['strict-transport-security'], path).toBe('max-age=31536000; includeSubDomains')
    }
  })

  test('every answer keeps other origins away from it', async () => {
    for (const path of ['/api/config', '/api/auth/me', '/auth/login']) {
      const { headers } = await server.get(path)
      expect(headers, path).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringMatching(
          /^(?=.*base-uri 'none')(?=.*frame-ancestors 'none')(?=.*object-src 'none')/,
        ),
      })
    }
  })

  test('neither the documents nor the mailbox of developers are there', async () => {
    for (const path of ['/api/docs', '/api/openapi.json', '/dev/mailbox', '/metrics'])
      expect((await server.get(path)).status, path).toBe(404)
  })

  test('nothing of the repository can be had, and no folder is listed', async () => {
    const hidden = ['/.git/config', '/.git/HEAD', '/.env', '/package.json', '/latchkey.db']
    for (const path of [...hidden, '/data/', '/assets/', '/static/', '/../package.json'])
      expect((await server.get(path)).status, path).toBe(404)
  })

  test('no answer names a version of anything', async () => {
    const answers = ['/', '/api/config', '/api/health', '/nothing', '/api/auth/me']
    for (const path of answers) {
      const { headers, text } = await server.get(path)
      expect([headers['server'], headers['x-powered-by']], path).toEqual([undefined, undefined])
      expect(text, path).not.toMatch(/fastify|node(?:js)?[ /]\d|v\d+\.\d+\.\d+|sqlite \d/i)
    }
  })

  test('nobody is led where a caller says', async () => {
    const elsewhere = 'https://evil.example.net/'
    for (const name of ['next', 'returnTo', 'redirect', 'url'])
      for (const path of ['/', '/login', '/auth/login', '/.well-known/change-password']) {
        const { headers } = await server.get(`${path}?${name}=${encodeURIComponent(elsewhere)}`, {
          host: 'evil.example.net',
          'x-forwarded-host': 'evil.example.net',
        })
        expect(headers.location ?? '', path).not.toContain('evil')
      }
  })

  test('a body cannot reach the prototype of anything', async () => {
    const poisoned = `{"email":"${ADMIN.email}","password":"wrong","__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}`
    const { status } = await server.post('/api/auth/login', poisoned)
    expect([400, 401]).toContain(status)
    expect((await server.get('/api/auth/me')).status).toBe(401)
    expect((await server.get('/api/config')).status).toBe(200)
  })

  test('a line of the log is JSON with an instant in UTC, whatever a caller sends', async () => {
    const agent = 'x\\n{"level":"INFO","msg":"forged"}'
    await server.get('/api/auth/me?q=%0a%0d{"msg":"forged"}', { 'user-agent': agent })
    const lines = server
      .logs()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) {
      const { msg, time } = JSON.parse(line) as { msg?: string; time?: string }
      expect(msg).not.toBe('forged')
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    }
  })

  test('no cookie and no token grows beyond what browsers and this server take', async () => {
    const headers = { 'x-token-delivery': 'cookie', origin: PUBLIC_URL }
    const signIn = () => server.post('/api/auth/login', ADMIN, headers)
    const first = await server.post('/api/auth/login', ADMIN)
    const access = bearer(first.body.accessToken)
    const names = Array.from({ length: 23 }, (_, n) => `r${n}`.padEnd(63, 'x'))
    for (const name of names) {
      const role = { name, description: 'As long as can be', permissions: [] }
      expect((await server.post('/api/admin/roles', role, access)).status).toBe(201)
    }
    const roles = `/api/admin/users/${first.body.user?.id}/roles`
    const give = (all: readonly string[]) =>
      server.request(roles, { method: 'PUT', body: { roles: all }, headers: access })
    expect((await give(['admin', ...names, 'one-more', 'than-allowed'])).status).toBe(400)
    expect((await give(['admin', ...names])).status).toBe(200)
    const { status, cookies } = await signIn()
    expect(status).toBe(200)
    for (const line of cookies) expect(line.split(';')[0]?.length).toBeLessThanOrEqual(4096)
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    expect((await server.get('/api/auth/me', { cookie })).status).toBe(200)
  })
})

test('docs/threat-model.md says what is kept where, how it is protected and what is logged', () => {
  const page = read('docs/threat-model.md')
  for (const heading of ['What is worth protecting', 'Where what happens is written down'])
    expect(page).toContain(`## ${heading}`)
  const tables = [...read('docs/threat-model.md').matchAll(/^\| (\w[^|]*) \|/gm)].length
  expect(tables).toBeGreaterThan(10)
})
