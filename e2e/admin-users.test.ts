import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { type Account, aNewAddress, anAccount, bearer, login, PASSWORD } from './account.ts'
import type { Answer } from './request.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

interface Operation {
  readonly description: string
}
const document = new URL('../packages/contract/openapi.json', import.meta.url)
const { paths } = JSON.parse(readFileSync(document, 'utf8')) as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** Every call of the admin API there is, with the permission that its description names. */
const CALLS = Object.entries(paths)
  .filter(([path]) => path.startsWith('/api/admin'))
  .flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { description }]) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{\w+\}/g, 'no-such-thing'),
      permission: /Needs `([a-z:]+)`/.exec(description)?.[1],
    })),
  )
const NOWHERE: readonly { method: string; path: string; permission?: string }[] = [
  { method: 'GET', path: '/api/admin' },
  { method: 'GET', path: '/api/admin/nothing' },
  { method: 'GET', path: '/api/%61dmin/users' },
  { method: 'DELETE', path: '/api/admin/users' },
  { method: 'POST', path: '/api/admin/users/x/nothing' },
]
/** What must not be looked at before it is known who asks. */
const BODIES = [undefined, '{"cut":', 'x'.repeat(70_000)]
const SUPPORT = ['users:read', 'sessions:read', 'audit:read', 'mail:read']

const ENGINES = [
  { name: 'SQLite', isThere: true },
  { name: 'PostgreSQL', isThere: await answers('PostgreSQL') },
] as const

interface Managed {
  readonly users?: readonly { readonly id: string; readonly email: string }[]
  readonly nextCursor?: string | null
}
const managed = ({ text }: Answer) => JSON.parse(text) as Managed

for (const { name, isThere } of ENGINES)
  describe.skipIf(!isThere)(`administration on ${name}`, () => {
    const dataDir = aFolder()
    let database: ServerDatabase | undefined
    let one: TestServer
    let other: TestServer
    let root: { readonly id: string; readonly accessToken: string }
    let helper: Account
    let ada: Account

    const admin = { email: aNewAddress(), password: PASSWORD }
    const ask = (
      method: string,
      path: string,
      token: string | undefined,
      body?: unknown,
      server = one,
    ) => server.request(path, { method, body, headers: token ? bearer(token) : {} })
    const setRoles = (token: string, id: string, ...roles: string[]) =>
      ask('PUT', `/api/admin/users/${id}/roles`, token, { roles })
    const renewed = async ({ refreshToken }: Pick<Account, 'refreshToken'>) => {
      const { body } = await one.post('/api/auth/refresh-token', { refreshToken })
      return { accessToken: body.accessToken ?? '', refreshToken: body.refreshToken ?? '' }
    }
    const status = async (server: TestServer, path: string, token: string) =>
      (await server.get(path, bearer(token))).status

    beforeAll(async () => {
      if (name !== 'SQLite') database = await createServerDatabase(name)
      const url = database && { DATABASE_URL: database.url }
      const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
      one = await startServer({ dataDir, env: { ...url, ...boot } })
      other = await startServer({ dataDir, env: { ...url, PUBLIC_URL: one.url } })
      const { body } = await login(one, admin)
      root = { id: body.user?.id ?? '', accessToken: body.accessToken ?? '' }
      helper = await anAccount(one)
      ada = await anAccount(one)
      await setRoles(root.accessToken, helper.id, 'support')
      // Tokens from before the change are refused as soon as each server has heard of it.
      await wait(1000)
      helper = { ...helper, ...(await renewed(helper)) }
    })
    afterAll(async () => {
      await Promise.all([one.stop(), other.stop()])
      await database?.drop()
      rmSync(dataDir, { recursive: true, force: true })
    })

    test('nobody learns anything before it is known that they may, whatever they send', async () => {
      expect(CALLS.length).toBeGreaterThanOrEqual(9)
      for (const { path, permission } of CALLS) expect(permission, path).toBeDefined()
      for (const { method, path, permission } of [...CALLS, ...NOWHERE]) {
        for (const body of method === 'GET' ? [undefined] : BODIES) {
          const where = `${method} ${path}`
          expect((await ask(method, path, undefined, body)).status, where).toBe(401)
          expect((await ask(method, path, 'junk', body)).status, where).toBe(401)
          expect((await ask(method, path, ada.accessToken, body)).status, where).toBe(403)
          const asHelper = (await ask(method, path, helper.accessToken, body)).status
          const mayNot = permission !== undefined && !SUPPORT.includes(permission)
          expect(asHelper === 403, where).toBe(mayNot)
          const asRoot = (await ask(method, path, root.accessToken, body)).status
          expect([200, 400, 404, 405, 409, 413, 415], where).toContain(asRoot)
        }
      }
    })

    test('everybody is told what they themselves may do to others, and nothing else', async () => {
      const own = async (token?: string) => {
        const { status, text } = await ask('GET', '/api/users/me/permissions', token)
        return [status, (JSON.parse(text) as { permissions?: string[] }).permissions] as const
      }
      expect(await own()).toEqual([401, undefined])
      expect(await own(ada.accessToken)).toEqual([200, []])
      const [, ofHelper] = await own(helper.accessToken)
      expect(new Set(ofHelper)).toEqual(new Set(SUPPORT))
      const [, ofRoot] = await own(root.accessToken)
      expect(ofRoot).toContain('settings:write')
    })

    test('the list comes page by page, sorted and searched, and takes nothing else', async () => {
      const list = async (query: string) =>
        ask('GET', `/api/admin/users?${query}`, helper.accessToken)
      const whole = managed(await list('sort=email')).users ?? []
      expect(whole.map(({ email }) => email)).toEqual(whole.map(({ email }) => email).sort())
      const seen = []
      let cursor = ''
      do {
        const page = managed(await list(`sort=email&limit=1${cursor && `&cursor=${cursor}`}`))
        seen.push(...(page.users ?? []))
        cursor = page.nextCursor ?? ''
      } while (cursor && seen.length < 10)
      expect(seen).toEqual(whole)
      const found = managed(await list(`search=${ada.email.toUpperCase().slice(0, 12)}`))
      expect(found.users?.map(({ id }) => id)).toEqual([ada.id])
      const support = managed(await list('role=support&disabled=false'))
      expect(support.users).toMatchObject([{ id: helper.id, disabled: false, hasPassword: true }])
      const first = managed(await list('limit=1')).nextCursor ?? ''
      const bad = [
        'sort=password',
        'sort=email;drop',
        'order=up',
        'limit=0',
        'limit=101',
        'limit=-1',
        'limit=1e9',
        'limit=1&limit=2',
        'search=a&sort=createdAt',
        'search=%00',
        `search=${'x'.repeat(300)}`,
        'role=Admin',
        "role='or'1",
        'disabled=maybe',
        'createdAfter=yesterday',
        'cursor=x',
        `cursor=${first.slice(0, -2)}AA`,
        `sort=email&cursor=${first}`,
        `order=asc&cursor=${first}`,
      ]
      for (const query of bad) expect((await list(query)).status, query).toBe(400)
      const inert = await list(`search=${encodeURIComponent("' or 1=1 --")}`)
      expect(managed(inert).users).toEqual([])
    })

    test('an id or a name that is none is as absent as one of nobody', async () => {
      const ids = ['x', "'", '%00', '00000000-0000-7000-8000-000000000000', ada.id.toUpperCase()]
      for (const id of ids)
        for (const [method, rest] of [
          ['GET', ''],
          ['POST', '/disable'],
          ['PUT', '/roles'],
        ] as const) {
          const path = `/api/admin/users/${id}${rest}`
          const answer = await ask(
            method,
            path,
            root.accessToken,
            method === 'GET' ? undefined : { roles: [] },
          )
          expect([answer.status, answer.body.code], path).toEqual([404, 'not_found'])
        }
      for (const role of ['x', '%00', 'X'.repeat(80)])
        expect((await ask('DELETE', `/api/admin/roles/${role}`, root.accessToken)).status).toBe(404)
    })

    test('nobody rises by what they may do, and the attempt is refused like any other', async () => {
      const { accessToken: boss } = root
      const clerk = {
        name: 'clerk',
        description: 'Clerks',
        permissions: ['users:read', 'users:write', 'roles:write'],
      }
      expect((await ask('POST', '/api/admin/roles', boss, clerk)).status).toBe(201)
      expect((await ask('POST', '/api/admin/roles', boss, clerk)).body.code).toBe('role_taken')
      const person = await anAccount(one)
      expect((await setRoles(boss, person.id, 'clerk')).status).toBe(200)
      await wait(1000)
      const { accessToken: token } = await renewed(person)
      const more = { permissions: ['users:read', 'audit:read'] }
      const tries = [
        setRoles(token, person.id, 'clerk', 'admin'),
        setRoles(token, ada.id, 'support'),
        setRoles(token, root.id),
        ask('POST', `/api/admin/users/${root.id}/disable`, token),
        ask('POST', `/api/admin/users/${helper.id}/disable`, token),
        ask('PATCH', '/api/admin/roles/clerk', token, more),
        ask('POST', '/api/admin/roles', token, { ...clerk, name: 'boss', ...more }),
      ]
      for (const { status, body } of await Promise.all(tries))
        expect([status, body.code]).toEqual([403, 'forbidden'])
      const unknown = { ...clerk, name: 'boss', permissions: ['everything'] }
      expect((await ask('POST', '/api/admin/roles', boss, unknown)).status).toBe(400)
      expect((await setRoles(boss, ada.id, 'unheard-of')).body.errors?.[0]?.path).toBe('roles')
      const remove = () => ask('DELETE', '/api/admin/roles/clerk', boss)
      expect((await remove()).body.code).toBe('role_in_use')
      await setRoles(boss, person.id)
      expect((await remove()).status).toBe(200)
      const fixed = await ask('PATCH', '/api/admin/roles/support', boss, { permissions: [] })
      expect(fixed.body.code).toBe('role_built_in')
    })

    test('a changed role is effective on both servers within a second, without a new sign-in', async () => {
      const person = await anAccount(one)
      for (const server of [one, other])
        expect(await status(server, '/api/auth/session', person.accessToken)).toBe(200)
      expect(await status(one, '/api/admin/users', person.accessToken)).toBe(403)
      await setRoles(root.accessToken, person.id, 'support')
      // The admin API asks the database: there even the token from before is good for it at once.
      const since = performance.now()
      for (const server of [one, other])
        while ((await status(server, '/api/auth/session', person.accessToken)) !== 401)
          await wait(10)
      expect(performance.now() - since).toBeLessThan(1000)
      const next = await renewed(person)
      const session = await other.get('/api/auth/session', bearer(next.accessToken))
      expect(JSON.parse(session.text)).toMatchObject({ roles: ['support', 'user'] })
      expect(await status(other, '/api/admin/users', next.accessToken)).toBe(200)
      await setRoles(root.accessToken, person.id)
      const refused = [await status(one, '/api/admin/users', next.accessToken)]
      refused.push(await status(other, '/api/admin/users', next.accessToken))
      for (const code of refused) expect([401, 403]).toContain(code)
    })

    test('signing out ends the session also when the token tells roles from before', async () => {
      const person = await anAccount(one)
      await setRoles(root.accessToken, person.id, 'support')
      await wait(1000)
      expect(await status(one, '/api/auth/session', person.accessToken)).toBe(401)
      await one.post('/api/auth/logout', {}, bearer(person.accessToken))
      const { refreshToken } = person
      expect((await one.post('/api/auth/refresh-token', { refreshToken })).status).toBe(401)
    })

    test('a disabled user is out at once and everywhere within a second', async () => {
      const person = await anAccount(one)
      const change = (act: string) =>
        ask('POST', `/api/admin/users/${person.id}/${act}`, root.accessToken)
      expect(JSON.parse((await change('disable')).text)).toMatchObject({
        user: { disabled: true, activeSessions: 0 },
      })
      expect(await status(one, '/api/auth/session', person.accessToken)).toBe(401)
      await wait(1000)
      expect(await status(other, '/api/auth/session', person.accessToken)).toBe(401)
      expect((await login(one, person)).status).toBe(401)
      expect((await change('enable')).status).toBe(200)
      expect((await login(one, person)).status).toBe(200)
    })

    test('of two administrators who demote and disable each other on two servers one is left', async () => {
      const second = await anAccount(one)
      await setRoles(root.accessToken, second.id, 'admin')
      await wait(1000)
      const { accessToken: token } = await renewed(second)
      const attempts = Array.from({ length: 20 }, (_, index) => {
        const [by, whom] = index % 2 ? [root.accessToken, second.id] : [token, root.id]
        const server = index % 4 < 2 ? one : other
        return index % 3 === 0
          ? ask('POST', `/api/admin/users/${whom}/disable`, by, undefined, server)
          : ask('PUT', `/api/admin/users/${whom}/roles`, by, { roles: [] }, server)
      })
      const codes = (await Promise.all(attempts)).map((answer) => answer.status)
      expect(codes.some((code) => code === 200)).toBe(true)
      for (const code of codes) expect([200, 401, 403, 409]).toContain(code)
      const left = await Promise.all([
        status(one, '/api/admin/roles', root.accessToken),
        status(one, '/api/admin/roles', token),
      ])
      expect(left.filter((code) => code === 200).length).toBeLessThanOrEqual(1)
      expect((await login(one, left[0] === 200 ? admin : second)).status).toBe(200)
      expect([...one.faults(), ...other.faults()]).toEqual([])
    })
  })
