import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Account, aNewAddress, anAccount, bearer, login, PASSWORD } from './account.ts'
import { aBrowser } from './browser.ts'
import type { Answer } from './request.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const HOSTILE = '<script>alert(1)</script> =cmd|calc \u00e9'
const NO_IDS = ['x', '%00', "'or'1", `${'1'.repeat(400)}`, '00000000-0000-0000-0000-000000000000']

interface Listed {
  readonly id: string
  readonly current: boolean
  readonly device: string
  readonly userAgent: string
}

const dataDir = aFolder()
const admin = { email: aNewAddress(), password: PASSWORD }
let one: TestServer
let other: TestServer
let ada: Account
let root: string | undefined
beforeAll(async () => {
  const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
  one = await startServer({ dataDir, env: boot })
  other = await startServer({ dataDir, env: { PUBLIC_URL: one.url } })
  ada = await anAccount(one)
  root = (await login(one, admin)).body.accessToken
})
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()])
  rmSync(dataDir, { recursive: true, force: true })
})

const ask = (method: string, path: string, token: string | undefined, server = one) =>
  server.request(path, { method, headers: token ? bearer(token) : {} })
const listed = ({ text }: Answer) => (JSON.parse(text) as { sessions: readonly Listed[] }).sessions
const mine = async (token: string | undefined) =>
  listed(await ask('GET', '/api/users/me/sessions', token))
const signIn = async (account: { email: string; password: string }, userAgent = '') =>
  (await login(one, account, { 'user-agent': userAgent })).body
/** Both servers refuse the access token, the other one as soon as it has heard of the end. */
const isRefusedEverywhere = async (token: string | undefined) => {
  expect((await ask('GET', '/api/auth/session', token)).status).toBe(401)
  await vi.waitUntil(
    async () => (await ask('GET', '/api/auth/session', token, other)).status === 401,
    { timeout: 10_000, interval: 50 },
  )
}

describe('my sessions', () => {
  test('are listed with everything that helps to recognise them', async () => {
    const session = await signIn(ada, FIREFOX)
    const [first, second, ...rest] = await mine(session.accessToken)
    expect(rest).toEqual([])
    expect(first).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      current: true,
      createdAt: expect.stringMatching(/Z$/),
      lastUsedAt: expect.stringMatching(/Z$/),
      expiresAt: expect.stringMatching(/Z$/),
      ipAddress: '127.0.0.1',
      userAgent: FIREFOX,
      device: 'Firefox on Linux',
    })
    expect(second).toMatchObject({ current: false, device: 'Unknown device' })
  })

  test('a new device is told by mail, one that is known by its token or its session is not', async () => {
    const eve = await anAccount(one)
    const { deviceToken } = eve
    await login(one, eve, { 'user-agent': FIREFOX, 'x-device-token': deviceToken })
    await login(one, eve)
    const chromium = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36'
    await login(one, eve, { 'user-agent': chromium })
    const mails = await one.inbox(eve.email, 3)
    expect(mails.map(({ subject }) => subject)).toEqual([
      'New device signed in to your Latchkey account',
      ...mails.slice(1).map(({ subject }) => subject),
    ])
    expect(mails[0]?.text).toContain('Chrome on Windows')
    expect(mails.filter(({ subject }) => subject.startsWith('New device'))).toHaveLength(1)
  })

  test('a hostile user agent is inert text', async () => {
    const { accessToken } = await signIn(ada, HOSTILE)
    const answer = await ask('GET', '/api/users/me/sessions', accessToken)
    expect(answer.headers['content-type']).toContain('application/json')
    expect(listed(answer)[0]).toMatchObject({ device: 'Unknown device', current: true })
    expect(listed(answer)[0]?.userAgent).toMatch(/^[\x20-\x7e]*$/)
  })

  test('one that is ended is refused on every server, and is gone from the list', async () => {
    const lost = await signIn(ada)
    const id = (await mine(lost.accessToken)).find(({ current }) => current)?.id
    const ended = await ask('DELETE', `/api/users/me/sessions/${id}`, ada.accessToken)
    expect([ended.status, ended.body.success]).toEqual([200, true])
    await isRefusedEverywhere(lost.accessToken)
    const { refreshToken } = lost
    expect((await one.post('/api/auth/refresh-token', { refreshToken })).status).toBe(401)
    expect((await mine(ada.accessToken)).map((session) => session.id)).not.toContain(id)
    expect((await ask('DELETE', `/api/users/me/sessions/${id}`, ada.accessToken)).status).toBe(404)
  })

  test('that of somebody else is not there, nor is what names none', async () => {
    const bob = await anAccount(one)
    const [bobs] = await mine(bob.accessToken)
    const absent = await ask(
      'DELETE',
      '/api/users/me/sessions/0199aaaa-0000-7000-8000-000000000000',
      ada.accessToken,
    )
    for (const id of [bobs?.id, ...NO_IDS]) {
      const answer = await ask('DELETE', `/api/users/me/sessions/${id}`, ada.accessToken)
      expect([answer.status, answer.body.code]).toEqual([404, absent.body.code])
      expect(answer.body.message).toBe(absent.body.message)
    }
    expect(await mine(bob.accessToken)).toHaveLength(1)
  })

  test('all others end, the one that asks goes on', async () => {
    const others = [await signIn(ada), await signIn(ada)]
    const ended = await ask('DELETE', '/api/users/me/sessions', ada.accessToken)
    expect(ended.status).toBe(200)
    for (const { accessToken } of others) await isRefusedEverywhere(accessToken)
    expect(await mine(ada.accessToken)).toMatchObject([{ current: true }])
    const again = await ask('DELETE', '/api/users/me/sessions', ada.accessToken)
    expect(again.status).toBe(200)
  })

  test('nobody sees or ends any without being signed in, nor by a foreign page', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['DELETE', '/x'],
    ] as const)
      for (const token of [undefined, 'junk'])
        expect((await ask(method, `/api/users/me/sessions${path}`, token)).status).toBe(401)
    const browser = aBrowser(one)
    await browser.post('/api/auth/login', ada)
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const forged = await browser.send('/api/users/me/sessions', { method: 'DELETE', headers })
    expect([forged.status, forged.body.code]).toEqual([403, 'cross_origin_refused'])
    const own = await browser.send('/api/users/me/sessions', { method: 'DELETE' })
    expect(own.status).toBe(200)
    ada = { ...ada, accessToken: (await signIn(ada)).accessToken ?? '' }
  })
})

describe('sessions of others', () => {
  const of = (id: string, session = '') => `/api/admin/users/${id}/sessions${session}`

  test('an administrator sees them, ends one and ends all', async () => {
    const eve = await anAccount(one)
    await signIn(eve, FIREFOX)
    const found = listed(await ask('GET', of(eve.id), root))
    expect(found.map(({ device }) => device)).toEqual(['Firefox on Linux', 'Unknown device'])
    expect(found.every(({ current }) => !current)).toBe(true)
    expect((await ask('DELETE', of(eve.id, `/${found[0]?.id}`), root)).status).toBe(200)
    expect((await ask('DELETE', of(eve.id, `/${found[0]?.id}`), root)).status).toBe(404)
    expect(listed(await ask('GET', of(eve.id), root))).toHaveLength(1)
    expect((await ask('DELETE', of(eve.id), root)).status).toBe(200)
    await isRefusedEverywhere(eve.accessToken)
    expect(listed(await ask('GET', of(eve.id), root))).toEqual([])
    const events = one.rows(
      "select metadata from audit_events where action = 'authn_token_revoked' and user_id = ? and actor_id <> user_id order by id",
      eve.id,
    )
    expect(events.map(({ metadata }) => JSON.parse(String(metadata)))).toEqual([
      { reason: 'ended_by_administrator', sessions: 1 },
      { reason: 'ended_by_administrator', sessions: 1 },
    ])
  })

  test('ids that are none, absent or of another user are alike not there', async () => {
    const [session] = await mine(ada.accessToken)
    for (const id of NO_IDS) {
      expect((await ask('GET', of(id), undefined)).status).toBe(401)
      expect((await ask('GET', of(id), ada.accessToken)).status).toBe(403)
      expect((await ask('GET', of(id), root)).status).toBe(404)
      expect((await ask('DELETE', of(id), root)).status).toBe(404)
      expect((await ask('DELETE', of(ada.id, `/${id}`), root)).status).toBe(404)
    }
    const bob = await anAccount(one)
    expect((await ask('DELETE', of(bob.id, `/${session?.id}`), root)).status).toBe(404)
    expect(await mine(ada.accessToken)).not.toEqual([])
  })

  test('support sees them and ends none', async () => {
    const helper = await anAccount(one)
    const granted = await one.request(`/api/admin/users/${helper.id}/roles`, {
      method: 'PUT',
      body: { roles: ['support'] },
      headers: bearer(root),
    })
    expect(granted.status).toBe(200)
    const { accessToken } = await signIn(helper)
    expect((await ask('GET', of(ada.id), accessToken)).status).toBe(200)
    expect((await ask('DELETE', of(ada.id), accessToken)).status).toBe(403)
    expect((await ask('DELETE', of('x'), accessToken)).status).toBe(403)
  })
})

test('nothing of it was a fault', () => {
  expect([...one.faults(), ...other.faults()]).toEqual([])
})
