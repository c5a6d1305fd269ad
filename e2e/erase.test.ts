import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import {
  type Account,
  aMailedOtp,
  aNewAddress,
  anAccount,
  bearer,
  login,
  OTHER_PASSWORD,
  PASSWORD,
  verifyOtp,
} from './account.ts'
import { aBrowser } from './browser.ts'
import { aFolder, startServer, type TestServer } from './server.ts'
import { countOf, raceOn } from './several-servers.ts'

const ENGINES = [
  { name: 'SQLite', isThere: true },
  { name: 'PostgreSQL', isThere: await answers('PostgreSQL') },
] as const

for (const { name, isThere } of ENGINES)
  describe.skipIf(!isThere)(`deleting accounts on ${name}`, () => {
    const dataDir = aFolder()
    const admin = { email: aNewAddress(), password: PASSWORD }
    let database: ServerDatabase | undefined
    let one: TestServer
    let other: TestServer
    let root: { readonly id: string; readonly accessToken: string }
    beforeAll(async () => {
      if (name !== 'SQLite') database = await createServerDatabase(name)
      const url = database && { DATABASE_URL: database.url }
      const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
      one = await startServer({ dataDir, env: { ...url, ...boot } })
      other = await startServer({ dataDir, env: { ...url, PUBLIC_URL: one.url } })
      const { body } = await login(one, admin)
      root = { id: body.user?.id ?? '', accessToken: body.accessToken ?? '' }
    })
    afterAll(async () => {
      await Promise.all([one.stop(), other.stop()])
      await database?.drop()
      rmSync(dataDir, { recursive: true, force: true })
    })

    const remove = (
      token: string | undefined,
      body?: unknown,
      path = '/api/users/me',
      server = one,
    ) => server.request(path, { method: 'DELETE', body, headers: token ? bearer(token) : {} })
    const isSignedIn = async (token: string | undefined, server = one) =>
      (await server.get('/api/auth/session', bearer(token))).status === 200
    const mailsAbout = async (email: string) =>
      (await one.inbox(email, 0)).filter(({ subject }) => subject.includes('deleted'))
    const isGone = async (account: Account) => {
      expect(await isSignedIn(account.accessToken)).toBe(false)
      await vi.waitUntil(async () => !(await isSignedIn(account.accessToken, other)), {
        timeout: 10_000,
        interval: 50,
      })
      const { refreshToken } = account
      for (const server of [one, other])
        expect((await server.post('/api/auth/refresh-token', { refreshToken })).status).toBe(401)
      expect((await login(other, account)).status).toBe(401)
      await vi.waitUntil(async () => (await mailsAbout(account.email)).length === 1, {
        timeout: 10_000,
        interval: 50,
      })
    }

    test('my password deletes my account, on every server, and the address begins anew', async () => {
      const ada = await anAccount(one)
      expect(await isSignedIn(ada.accessToken, other)).toBe(true)
      const deleted = await remove(ada.accessToken, { password: PASSWORD })
      expect([deleted.status, deleted.body.success]).toEqual([200, true])
      await isGone(ada)
      const again = await anAccount(one, { email: ada.email, password: OTHER_PASSWORD })
      expect(again.id).not.toBe(ada.id)
      expect((await login(one, ada)).status).toBe(401)
      const { body } = await one.get('/api/auth/me', bearer(again.accessToken))
      expect(body.user).toMatchObject({ roles: ['user'], preferences: {} })
      const sessions = await one.get('/api/users/me/sessions', bearer(again.accessToken))
      expect(JSON.parse(sessions.text)).toMatchObject({ sessions: [{ current: true }] })
    })

    test('a wrong, a missing and a malformed password delete nothing', async () => {
      const ada = await anAccount(one)
      const wrong = await remove(ada.accessToken, { password: OTHER_PASSWORD })
      expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials'])
      const bad = [undefined, {}, { password: 7 }, { password: ['x'] }, { password: '' }]
      for (const body of [...bad, { password: 'x'.repeat(2000) }, { password: 'a\0' }, 'x', '{'])
        expect((await remove(ada.accessToken, body)).status, JSON.stringify(body)).toBe(400)
      for (const token of [undefined, 'junk'])
        expect((await remove(token, { password: PASSWORD })).status).toBe(401)
      expect(await isSignedIn(ada.accessToken)).toBe(true)
      expect(await mailsAbout(ada.email)).toEqual([])
    })

    test('who has no password deletes the account by a fresh sign-in', async () => {
      const mailed = await aMailedOtp(one)
      const { body } = await verifyOtp(one, mailed)
      expect((await remove(body.accessToken)).status).toBe(200)
      expect(await isSignedIn(body.accessToken)).toBe(false)
    })

    test('a browser loses its cookies', async () => {
      const ada = await anAccount(one)
      const browser = aBrowser(one)
      await browser.post('/api/auth/login', ada)
      const deleted = await browser.send('/api/users/me', {
        method: 'DELETE',
        body: { password: PASSWORD },
      })
      expect(deleted.status).toBe(200)
      expect([...browser.jar.keys()]).toEqual([])
    })

    test('an administrator deletes a user', async () => {
      const ada = await anAccount(one)
      const path = `/api/admin/users/${ada.id}`
      expect((await remove(ada.accessToken, undefined, path)).status).toBe(403)
      const deleted = await remove(root.accessToken, undefined, path)
      expect([deleted.status, deleted.body.success]).toEqual([200, true])
      await isGone(ada)
      expect((await remove(root.accessToken, undefined, path)).status).toBe(404)
      expect((await one.get(path, bearer(root.accessToken))).status).toBe(404)
      for (const id of ['x', "'or'1", '0199aaaa-0000-7000-8000-000000000000'])
        expect((await remove(root.accessToken, undefined, `/api/admin/users/${id}`)).status).toBe(
          404,
        )
    })

    test('of two administrators who delete themselves at the same moment one stays', async () => {
      const ada = await anAccount(one)
      const path = `/api/admin/users/${ada.id}/roles`
      const headers = bearer(root.accessToken)
      await one.request(path, { method: 'PUT', body: { roles: ['admin'] }, headers })
      const { body } = await login(other, ada)
      const gone = await Promise.all([
        remove(root.accessToken, { password: PASSWORD }, '/api/users/me', one),
        remove(body.accessToken, { password: PASSWORD }, '/api/users/me', other),
      ])
      expect(gone.map(({ status }) => status).sort()).toEqual([200, 409])
      expect(gone.find(({ status }) => status === 409)?.body.code).toBe('last_administrator')
    })

    test('of many deletions at once one is done, and no request fails for it', async () => {
      const ada = await anAccount(one)
      const { email } = ada
      const [deletions] = await Promise.all([
        raceOn([one, other], 6, (server) =>
          remove(ada.accessToken, { password: PASSWORD }, '/api/users/me', server),
        ),
        raceOn([one, other], 12, (server) => server.post('/api/auth/forgot-password', { email })),
        raceOn([one, other], 6, (server) => login(server, ada)),
      ])
      expect(countOf(deletions, 200)).toBe(1)
      expect(countOf(deletions, 401)).toBe(5)
    })

    test('nothing of it was a fault', () => {
      expect([...one.faults(), ...other.faults()]).toEqual([])
    })
  })
