import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, anAccount, bearer } from './account.ts'
import { startServer, type TestServer } from './server.ts'

const SECRET = 'a credential of at least 32 characters'

let server: TestServer
let account: Account
beforeAll(async () => {
  server = await startServer({ env: { INTROSPECTION_SECRET: SECRET } })
  account = await anAccount(server)
})
afterAll(() => server.stop())

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

const decode = (segment = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown>

const keySet = async (): Promise<JSONWebKeySet> =>
  JSON.parse((await server.get('/.well-known/jwks.json')).text) as JSONWebKeySet

/** Whether any of the places that take an access token takes this one. */
const isAccepted = async (token: string): Promise<boolean> => {
  const cookie = `latchkey_access=${token}`
  const answers = await Promise.all([
    server.get('/api/auth/me', bearer(token)),
    server.get('/api/auth/session', bearer(token)),
    server.get('/api/auth/session', { cookie }),
    server.get('/api/auth/status', { cookie }),
    server.post('/api/auth/logout-all', undefined, bearer(token)),
  ])
  const introspected = await server.post('/api/auth/introspect', { token }, bearer(SECRET))
  expect(introspected.status).toBe(200)
  for (const { status } of answers) expect([200, 401]).toContain(status)
  return introspected.body.active === true || answers.some(({ status }) => status === 200)
}

test('an access token says exactly what the contract says, and no name or address', () => {
  const [header, payload] = account.accessToken.split('.')
  expect(decode(header)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) })
  const claims = decode(payload)
  expect(Object.keys(claims).sort()).toEqual(
    ['amr', 'aud', 'auth_time', 'av', 'exp', 'iat', 'iss', 'jti', 'roles', 'sid', 'sub'].sort(),
  )
  const { iat, exp } = claims as { iat: number; exp: number }
  expect(exp - iat).toBe(900)
  expect(claims).toMatchObject({
    iss: server.url,
    aud: server.url,
    sub: account.id,
    amr: ['email'],
  })
  expect(claims['roles']).toEqual(['user'])
  expect(JSON.stringify(claims)).not.toMatch(/example\.org|lovelace/i)
})

test('anybody verifies it with the published keys', async () => {
  const answer = await server.get('/.well-known/jwks.json')
  expect(answer.headers['cache-control']).toMatch(/max-age=\d+/)
  expect(answer.text).not.toContain('"d"')
  const verified = await jwtVerify(account.accessToken, createLocalJWKSet(await keySet()), {
    issuer: server.url,
    audience: server.url,
    typ: 'at+jwt',
    algorithms: ['ES256'],
  })
  expect(verified.payload.sub).toBe(account.id)
})

test('a changed bit anywhere makes it worthless', async () => {
  const { accessToken } = account
  const positions = Array.from({ length: 24 }, (_, at) =>
    Math.floor((at * accessToken.length) / 24),
  )
  for (const at of [...positions, accessToken.length - 1]) {
    const changed = accessToken[at] === 'A' ? 'B' : 'A'
    const forged = accessToken.slice(0, at) + changed + accessToken.slice(at + 1)
    expect(await isAccepted(forged), `position ${at}`).toBe(false)
  }
})

test('the token does not choose how it is checked', async () => {
  const [header = '', payload = '', signature = ''] = account.accessToken.split('.')
  const { kid } = decode(header)
  const [jwk] = (await keySet()).keys
  const strangers = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signed = (head: unknown, body: string): string => {
    const text = `${encode(head)}.${body}`
    const options = { key: strangers.privateKey, dsaEncoding: 'ieee-p1363' as const }
    return `${text}.${sign('sha256', Buffer.from(text), options).toString('base64url')}`
  }
  const hmac = (head: unknown, key: string): string => {
    const text = `${encode(head)}.${payload}`
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
  }
  const genuine = { alg: 'ES256', typ: 'at+jwt', kid }
  const ownKey = strangers.publicKey.export({ format: 'jwk' })
  const forged = [
    `${encode({ ...genuine, alg: 'none' })}.${payload}.`,
    `${encode({ ...genuine, alg: 'none' })}.${payload}.${signature}`,
    `${encode({ ...genuine, alg: 'None' })}.${payload}.${signature}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${payload}.${encode(Buffer.alloc(64).toString('latin1'))}`,
    `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
    hmac({ ...genuine, alg: 'HS256' }, JSON.stringify(jwk)),
    hmac({ ...genuine, alg: 'HS256' }, ''),
    signed(genuine, payload),
    signed({ ...genuine, kid: undefined, jwk: ownKey }, payload),
    signed({ ...genuine, jku: 'http://localhost/jwks.json' }, payload),
    signed({ ...genuine, kid: '../../dev/null' }, payload),
    signed({ ...genuine, kid: "' or 1=1 --" }, payload),
    `${encode({ ...genuine, typ: 'JWT' })}.${payload}.${signature}`,
    `${encode({ alg: 'ES256', kid })}.${payload}.${signature}`,
    `${account.accessToken}=`,
    `${account.accessToken}.`,
    `.${account.accessToken}`,
    'a.b.c',
    '..',
    encode({ sub: account.id }),
  ]
  for (const token of forged) expect(await isAccepted(token), token).toBe(false)
})

test('a token of another installation is nobody’s here', async () => {
  const other = await startServer()
  try {
    const stranger = await anAccount(other)
    expect(await isAccepted(stranger.accessToken)).toBe(false)
    const refresh = { refreshToken: stranger.refreshToken }
    expect((await server.post('/api/auth/refresh-token', refresh)).status).toBe(401)
  } finally {
    await other.stop()
  }
})

test('the audience is JWT_AUDIENCE when it is set, and a token for another is refused', async () => {
  const { dataDir } = server
  const audience = 'https://api.example.org'
  const second = await startServer({
    dataDir,
    env: { PUBLIC_URL: server.url, JWT_AUDIENCE: audience },
  })
  try {
    const path = '/api/auth/refresh-token'
    const other = await second.post(path, { refreshToken: account.refreshToken })
    expect(decode(other.body.accessToken?.split('.')[1])).toMatchObject({ aud: audience })
    expect((await second.get('/api/auth/me', bearer(other.body.accessToken))).status).toBe(200)
    expect((await second.get('/api/auth/me', bearer(account.accessToken))).status).toBe(401)
    expect((await server.get('/api/auth/me', bearer(other.body.accessToken))).status).toBe(401)
  } finally {
    await second.stop()
  }
})

test('the genuine token was good all along', async () => {
  expect((await server.get('/api/auth/me', bearer(account.accessToken))).status).toBe(200)
  expect(server.faults()).toEqual([])
})
