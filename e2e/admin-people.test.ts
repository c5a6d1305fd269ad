import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  aNewAddress,
  anAccount,
  bearer,
  disable,
  linkTokenIn,
  login,
  OTHER_PASSWORD,
  PASSWORD,
} from './account.ts'
import type { Answer } from './request.ts'
import { startServer, type TestServer } from './server.ts'

const HOSTILE = ['<script>alert(1)</script>', '=HYPERLINK("x")', "' or 1=1 --", '{{7*7}}']

const managed = ({ text }: Answer) =>
  (JSON.parse(text) as { user: Readonly<Record<string, unknown>> }).user

let server: TestServer
let root: string
const admin = { email: aNewAddress(), password: PASSWORD }

const ask = (method: string, path: string, token: string | undefined, body?: unknown) =>
  server.request(path, { method, body, headers: token ? bearer(token) : {} })
const of = ({ id }: Pick<Account, 'id'>, rest = '') => `/api/admin/users/${id}${rest}`
const asRoot = (method: string, path: string, body?: unknown) => ask(method, path, root, body)

beforeAll(async () => {
  const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
  const SETTINGS = JSON.stringify({ max_login_attempts: 3 })
  // A busy machine makes the raced ones wait, and that is not what is tested.
  server = await startServer({ env: { ...boot, SETTINGS, HASH_MAX_WAIT_MS: '60000' } })
  root = (await login(server, admin)).body.accessToken ?? ''
})
afterAll(() => server.stop())

describe('the profile of a user', () => {
  test('is changed by what was sent alone, whatever else the body claims', async () => {
    const ada = await anAccount(server)
    const changes = { username: 'Countess', phone: '+44 20 7946 0000', locale: 'de-AT' }
    const claims = { id: 'x', email: 'eve@example.org', roles: ['admin'], emailVerified: false }
    const answer = await asRoot('PATCH', of(ada), { ...changes, lastName: null, ...claims })
    const expected = { ...changes, firstName: 'Ada', lastName: null, email: ada.email, id: ada.id }
    expect(managed(answer)).toMatchObject({ ...expected, roles: ['user'], emailVerified: true })
    expect(managed(await asRoot('GET', of(ada)))).toEqual(managed(answer))
    const preferences = { theme: 'dark', nested: [1, null] }
    expect(managed(await asRoot('PATCH', of(ada), { preferences }))).toMatchObject({ preferences })
    const [event] = server.rows("select metadata from audit_events where action = 'user_updated'")
    expect(String(event?.['metadata'])).not.toContain('Countess')
  })

  test('keeps hostile text as it is, and refuses what is none of its kind', async () => {
    const ada = await anAccount(server)
    for (const firstName of HOSTILE)
      expect(managed(await asRoot('PATCH', of(ada), { firstName }))).toMatchObject({ firstName })
    const bad = [
      { firstName: 7 },
      { firstName: '' },
      { firstName: 'x'.repeat(101) },
      { firstName: 'a\0b' },
      { lastName: ['x'] },
      { username: '\u202e' },
      { phone: 'call me' },
      { locale: 'de_AT' },
      { locale: null },
      { locale: '../../etc/passwd' },
      { preferences: 'dark' },
      { preferences: null },
      { preferences: { big: 'x'.repeat(9000) } },
      [],
      'text',
    ]
    for (const body of bad) {
      const answer = await asRoot('PATCH', of(ada), body)
      expect([answer.status, answer.body.code], JSON.stringify(body)).toEqual([
        400,
        'validation_failed',
      ])
    }
  })
})

test('a locked user is shown as such, and unlocking lets them in at once', async () => {
  const ada = await anAccount(server)
  for (let n = 0; n < 3; n++) await login(server, { ...ada, password: OTHER_PASSWORD })
  expect((await login(server, ada)).status).toBe(401)
  const locked = managed(await asRoot('GET', of(ada)))
  expect(locked).toMatchObject({
    disabled: false,
    failedLoginAttempts: 3,
    passwordDisabled: false,
    hasPassword: true,
    factors: [],
    connections: [],
    activeSessions: 1,
  })
  expect(Date.parse(String(locked['lockedUntil']))).toBeGreaterThan(Date.now())
  const search = `/api/admin/users?search=${encodeURIComponent(ada.email)}`
  const { users } = JSON.parse((await asRoot('GET', search)).text) as { users: unknown[] }
  expect(users).toEqual([locked])
  const free = managed(await asRoot('POST', of(ada, '/unlock')))
  expect(free).toMatchObject({ failedLoginAttempts: 0, lockedUntil: null })
  expect((await login(server, ada)).status).toBe(200)
})

test('a reset link goes to the user alone and works; a disabled user gets none', async () => {
  const ada = await anAccount(server)
  const before = (await server.inbox(ada.email)).length
  const sent = await asRoot('POST', of(ada, '/send-reset'), { email: 'eve@example.org' })
  expect(sent.status).toBe(202)
  expect(sent.text).not.toContain(ada.email)
  const mails = await server.inbox(ada.email, before + 1)
  const token = linkTokenIn(mails.find(({ text }) => text.includes('/auth/reset-password'))!)
  const password = OTHER_PASSWORD
  expect((await server.post('/api/auth/reset-password', { token, password })).status).toBe(200)
  disable(server, ada)
  const refused = await asRoot('POST', of(ada, '/send-reset'))
  expect([refused.status, refused.body.code]).toEqual([409, 'user_disabled'])
})

describe('an invitation', () => {
  const invite = (body: object, token = root) => ask('POST', '/api/admin/users', token, body)
  const invitationIn = ({ text }: Answer) =>
    (JSON.parse(text) as { invitation: { id: string; email: string; expiresAt: string } })
      .invitation
  const tokenFor = async (email: string, mails = 1) =>
    linkTokenIn((await server.inbox(email, mails))[0]!)
  const accept = (token: string, password = PASSWORD) =>
    server.post('/api/auth/reset-password', { token, password })
  const pending = async (query = '') => {
    const { text } = await asRoot('GET', `/api/admin/invitations?${query}`)
    return JSON.parse(text) as { invitations: { id: string }[]; nextCursor: string | null }
  }

  test('is a mailed link by which somebody becomes a user, once, in a race as well', async () => {
    const email = aNewAddress()
    const names = { firstName: HOSTILE[0], lastName: null }
    const answer = await invite({
      email,
      ...names,
      roles: ['support'],
      emailVerified: true,
      id: 'x',
    })
    expect(answer.status).toBe(201)
    const { id, expiresAt } = invitationIn(answer)
    expect(Date.parse(expiresAt) / 3_600_000 - Date.now() / 3_600_000).toBeCloseTo(72, 1)
    expect(answer.text).not.toMatch(/hash|token/i)
    const [mail] = await server.inbox(email)
    expect(mail?.text).toContain('/auth/reset-password#token=')
    expect(mail?.text).toContain('72')
    expect((await asRoot('GET', of({ id }))).status).toBe(404)
    expect((await login(server, { email, password: PASSWORD })).status).toBe(401)

    const token = await tokenFor(email)
    expect((await accept(token, 'short')).body.errors?.[0]?.code).toBe('too_short')
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(token)))
    const codes = answers.map(({ status, body }) => body.code ?? String(status))
    expect(codes.filter((code) => code === '200')).toHaveLength(1)
    expect(codes.filter((code) => code === 'invalid_or_expired_token')).toHaveLength(4)
    const won = answers.find(({ status }) => status === 200)!
    const session = await server.get('/api/auth/me', bearer(won.body.accessToken))
    expect(managed(session)).toMatchObject({ id, email, roles: ['support', 'user'], ...names })
    expect((await login(server, { email, password: PASSWORD })).status).toBe(200)
    expect((await pending()).invitations.map((one) => one.id)).not.toContain(id)
  })

  test('is replaced by a newer one, listed page by page, and withdrawn', async () => {
    const email = aNewAddress()
    const first = invitationIn(await invite({ email, roles: ['admin'] }))
    const firstToken = await tokenFor(email)
    const second = invitationIn(await invite({ email }))
    expect((await accept(firstToken)).body.code).toBe('invalid_or_expired_token')
    const other = invitationIn(await invite({ email: aNewAddress(), locale: 'de' }))
    const page = await pending('limit=1')
    expect(page.invitations).toMatchObject([{ id: other.id, locale: 'de' }])
    const next = await pending(`limit=1&cursor=${page.nextCursor}`)
    expect(next.invitations.map(({ id }) => id)).toEqual([second.id])
    const withdraw = (id: string) => asRoot('DELETE', `/api/admin/invitations/${id}`)
    expect((await withdraw(first.id)).status).toBe(404)
    expect((await withdraw(second.id)).status).toBe(200)
    expect((await withdraw(second.id)).status).toBe(404)
    expect((await accept(await tokenFor(email, 2))).body.code).toBe('invalid_or_expired_token')
    for (const id of ['x', '%00', "'", '00000000-0000-7000-8000-000000000000'])
      expect((await withdraw(id)).status, id).toBe(404)
    for (const query of ['cursor=x', `cursor=${page.nextCursor?.slice(0, -2)}AA`, 'limit=0'])
      expect((await asRoot('GET', `/api/admin/invitations?${query}`)).status, query).toBe(400)
  })

  test('of a user, of a role that is not there or of junk is refused by name', async () => {
    const ada = await anAccount(server)
    const taken = await invite({ email: ada.email.toUpperCase() })
    expect([taken.status, taken.body.code]).toEqual([409, 'address_taken'])
    const email = aNewAddress()
    const bad = [
      [{}, 'email'],
      [{ email: ['a@example.org'] }, 'email'],
      [{ email: 'a@example.org, b@example.org' }, 'email'],
      [{ email: 'a\0@example.org' }, 'email'],
      [{ email, firstName: 'x'.repeat(101) }, 'firstName'],
      [{ email, lastName: 7 }, 'lastName'],
      [{ email, locale: '../en' }, 'locale'],
      [{ email, roles: 'admin' }, 'roles'],
      [{ email, roles: ['unheard-of'] }, 'roles'],
      [{ email, roles: [null] }, 'roles.0'],
      [{ email, roles: Array(51).fill('user') }, 'roles'],
    ] as const
    for (const [body, path] of bad) {
      const answer = await invite(body)
      expect([answer.status, answer.body.errors?.[0]?.path], path).toEqual([400, path])
    }
    expect(await server.inbox(email, 0)).toEqual([])
  })

  test('gives nobody more than its inviter has, when it is sent and when it is accepted', async () => {
    const host = await anAccount(server)
    const permissions = ['users:read', 'users:invite']
    await asRoot('POST', '/api/admin/roles', { name: 'host', description: '', permissions })
    await asRoot('PUT', of(host, '/roles'), { roles: ['host'] })
    const { accessToken: token } = (await login(server, host)).body
    const email = aNewAddress()
    for (const roles of [['admin'], ['support']]) {
      const refused = await invite({ email, roles }, token)
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    }
    expect((await invite({ email, roles: ['host'] }, token)).status).toBe(201)
    const link = await tokenFor(email)
    disable(server, host)
    expect((await accept(link)).body.code).toBe('invalid_or_expired_token')
    expect((await asRoot('POST', of(host, '/enable'))).status).toBe(200)
    expect((await accept(link)).status).toBe(200)
  })
})

test('who asks is checked first, then the id, then the body', async () => {
  const ada = await anAccount(server)
  const clerk = await anAccount(server)
  const name = 'clerk'
  const permissions = ['users:read', 'users:write']
  await asRoot('POST', '/api/admin/roles', { name, description: '', permissions })
  await asRoot('PUT', of(clerk, '/roles'), { roles: [name] })
  const { accessToken: token } = (await login(server, clerk)).body
  const [boss] = server.rows("select user_id as id from user_roles where role = 'admin'")
  const bossId = String(boss?.['id'])
  for (const [method, rest] of [
    ['PATCH', ''],
    ['POST', '/unlock'],
    ['POST', '/send-reset'],
  ] as const) {
    const path = (id: string) => of({ id }, rest)
    expect((await ask(method, path('x'), undefined, '{"cut')).status).toBe(401)
    expect((await ask(method, path('x'), ada.accessToken, '{"cut')).status).toBe(403)
    const above = await ask(method, path(bossId), token, {})
    expect([above.status, above.body.code]).toEqual([403, 'forbidden'])
    for (const id of ['x', "'", '%00', '00000000-0000-7000-8000-000000000000'])
      expect((await ask(method, path(id), token, {})).status, id).toBe(404)
    expect((await ask(method, path(ada.id), token, {})).status).toBeLessThan(300)
  }
  expect(server.faults()).toEqual([])
})
