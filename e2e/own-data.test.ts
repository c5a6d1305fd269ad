import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Account,
  aNewAddress,
  anAccount,
  bearer,
  login,
  OTHER_PASSWORD,
  PASSWORD,
  register,
} from './account.ts'
import { startServer, type TestServer } from './server.ts'

interface Activity {
  readonly action: string
  readonly success: boolean
  readonly byAdministrator: boolean
  readonly ipAddress: string | null
}

const admin = { email: aNewAddress(), password: PASSWORD }
let server: TestServer
let ada: Account
let bob: Account
let root: { readonly id: string; readonly accessToken: string }
beforeAll(async () => {
  const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
  server = await startServer({ env: boot })
  const { body } = await login(server, admin)
  root = { id: body.user?.id ?? '', accessToken: body.accessToken ?? '' }
  ada = await anAccount(server)
  bob = await anAccount(server)
  await login(server, { email: ada.email, password: OTHER_PASSWORD })
  await server.request(`/api/admin/users/${ada.id}/roles`, {
    method: 'PUT',
    body: { roles: ['support'] },
    headers: bearer(root.accessToken),
  })
  ada = { ...ada, accessToken: (await login(server, ada)).body.accessToken ?? '' }
})
afterAll(() => server.stop())

const activity = async (query = '', token = ada.accessToken) => {
  const answer = await server.get(`/api/users/me/activity${query}`, bearer(token))
  const parsed = JSON.parse(answer.text) as {
    events?: readonly Activity[]
    nextCursor?: string | null
  }
  return { ...parsed, status: answer.status, text: answer.text }
}

test('my activity is what was recorded about me, newest first, and names nobody else', async () => {
  const { events = [], text } = await activity()
  expect(events.map(({ action }) => action)).toEqual([
    'authn_login_success',
    'privilege_permissions_changed',
    'authn_login_fail',
    'authn_login_success',
    'user_created',
  ])
  expect(events[0]).toMatchObject({ metadata: { amr: ['pwd'] } })
  expect(events[2]).toMatchObject({ success: false, ipAddress: '127.0.0.1' })
  expect(events[1]).toMatchObject({ byAdministrator: true, ipAddress: null, metadata: {} })
  for (const id of [root.id, bob.id]) expect(text).not.toContain(id)
})

test('it comes page by page, and takes no cursor but its own', async () => {
  const whole = (await activity()).events
  const seen: Activity[] = []
  let cursor = ''
  do {
    const page = await activity(`?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...(page.events ?? []))
    cursor = page.nextCursor ?? ''
  } while (cursor && seen.length < 20)
  expect(seen).toEqual(whole)
  const own = (await activity('?limit=1')).nextCursor ?? ''
  expect((await activity(`?cursor=${own}`, bob.accessToken)).status).toBe(400)
  const bad = [
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=x',
    'limit=1&limit=2',
    'cursor=',
    'cursor=x',
  ]
  for (const query of [...bad, `cursor=${own.slice(0, -2)}AA`, `cursor=${'x'.repeat(5000)}`])
    expect((await activity(`?${query}`)).status, query).toBe(400)
  for (const headers of [{}, bearer('junk')])
    expect((await server.get('/api/users/me/activity', headers)).status).toBe(401)
})

test('an export is one JSON file of all that is kept about me, without any secret', async () => {
  await register(server, { email: ada.email, password: OTHER_PASSWORD })
  await server.inbox(ada.email, 3)
  const answer = await server.get('/api/users/me/export', bearer(ada.accessToken))
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toContain('application/json')
  expect(answer.headers['content-disposition']).toContain('attachment')
  expect(answer.headers['cache-control']).toBe('no-store')
  const data = JSON.parse(answer.text) as { activity: readonly Activity[] }
  expect(data).toMatchObject({
    success: true,
    user: { id: ada.id, email: ada.email, roles: ['support', 'user'] },
    hasPassword: true,
    sessions: [{ current: true }, { current: false }],
    signUps: [{ expiresAt: expect.stringMatching(/Z$/) }],
  })
  expect(JSON.stringify(data)).toContain('account_exists')
  expect(data.activity[0]).toMatchObject({ action: 'sensitive_read', success: true })
  for (const { secret_hash } of server.rows('select secret_hash from sessions'))
    expect(answer.text).not.toContain(String(secret_hash))
  for (const text of ['$2b$', 'hash', ada.refreshToken, bob.email, root.id])
    expect(answer.text).not.toContain(text)
  for (const headers of [{}, bearer('junk')])
    expect((await server.get('/api/users/me/export', headers)).status).toBe(401)
  expect(server.faults()).toEqual([])
})
