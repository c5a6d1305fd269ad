import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SETTINGS } from '../packages/core/src/rules.ts'
import { aNewAddress, bearer, login, PASSWORD } from './account.ts'
import type { Answer } from './request.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

interface Setting {
  readonly key: string
  readonly value: unknown
  readonly version: number
  readonly updatedBy: string | null
}
interface SettingsBody {
  readonly settings?: readonly Setting[]
  readonly setting?: Setting
  readonly history?: readonly (Omit<Setting, 'key'> & { readonly updatedAt: string })[]
}
const read = ({ text }: Answer) => JSON.parse(text) as SettingsBody

describe('settings for administrators', () => {
  const dataDir = aFolder()
  const admin = { email: aNewAddress(), password: PASSWORD }
  let one: TestServer
  /** Of this one the environment fixes a setting. */
  let other: TestServer
  let root: { readonly id: string; readonly token: string }

  const ask = (method: string, path: string, body?: unknown, server = one) =>
    server.request(`/api/admin/settings${path}`, { method, body, headers: bearer(root.token) })
  const put = (key: string, value: unknown, server = one) =>
    ask('PUT', `/${key}`, { value }, server)
  const isOpenOn = async (server: TestServer) =>
    (JSON.parse((await server.get('/api/config')).text) as { registrationEnabled: boolean })
      .registrationEnabled

  beforeAll(async () => {
    const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
    one = await startServer({ dataDir, hasLimits: true, env: boot })
    const fixed = { PUBLIC_URL: one.url, SETTINGS: '{"otp_max_attempts":4}' }
    other = await startServer({ dataDir, hasLimits: true, env: fixed })
    const { body } = await login(one, admin)
    root = { id: body.user?.id ?? '', token: body.accessToken ?? '' }
  })
  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()])
    rmSync(dataDir, { recursive: true, force: true })
  })

  test('the list has every setting with all there is to know about it', async () => {
    const { settings = [] } = read(await ask('GET', ''))
    expect(settings.map(({ key }) => key)).toEqual(Object.keys(SETTINGS))
    expect(settings.find(({ key }) => key === 'session_max_days')).toEqual({
      key: 'session_max_days',
      value: 30,
      default: 30,
      type: 'integer',
      description: expect.stringContaining('session'),
      bounds: { min: 1, max: 365 },
      editable: true,
      version: 0,
      updatedBy: null,
      updatedAt: null,
    })
  })

  test('a change counts here at once, soon on the other server, and says whose it is', async () => {
    const changed = await put('registration_enabled', false)
    expect(changed.status).toBe(200)
    const { setting } = read(changed)
    expect(setting).toMatchObject({ value: false, version: 1, updatedBy: root.id })
    expect(await isOpenOn(one)).toBe(false)
    while (await isOpenOn(other)) await wait(20)
    expect(one.logs()).toContain('setting registration_enabled is false, it was true')
    const events = one.rows(
      "select actor_id, metadata from audit_events where action = 'sys_setting_changed'",
    )
    expect(events).toEqual([
      { actor_id: root.id, metadata: expect.stringContaining('"registration_enabled"') },
    ])
    await put('registration_enabled', true)
    expect(await isOpenOn(one)).toBe(true)
  })

  test.each([
    ['session_max_days', 0],
    ['session_max_days', -1],
    ['session_max_days', 366],
    ['session_max_days', 1.5],
    ['session_max_days', '7'],
    ['session_max_days', null],
    ['session_max_days', undefined],
    ['session_max_days', [7]],
    ['session_max_days', { toString: 7 }],
    ['registration_enabled', 'false'],
    ['registration_enabled', 0],
    ['password_profile', 'none'],
    ['password_profile', '<img src=x>'],
    ['jwt_access_token_expiry', '15'],
    ['jwt_access_token_expiry', '2h'],
    ['jwt_access_token_expiry', '15m; drop table users'],
    ['jwt_access_token_expiry', 'x'.repeat(60_000)],
  ])('%s cannot become %j', async (key, value) => {
    const before = one.rows('select * from setting_versions')
    const refused = await put(key, value)
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed'])
    expect(refused.body.errors?.map(({ path }) => path)).toEqual(['value'])
    expect(one.rows('select * from setting_versions')).toEqual(before)
  })

  test('a key that is none is absent, whatever it is made of', async () => {
    for (const key of ['x', '__proto__', 'constructor', '%00', "'--", 'x'.repeat(90)])
      for (const [method, path, body] of [
        ['PUT', '', { value: 1 }],
        ['GET', '/history', undefined],
        ['POST', '/rollback', { version: 1 }],
      ] as const) {
        const { status, body: answered } = await ask(method, `/${key}${path}`, body)
        expect([status, answered.code], `${method} ${key}`).toEqual([404, 'not_found'])
      }
    for (const version of [0, -1, 1.5, '1', null, 2 ** 31, 1e300])
      expect((await ask('POST', '/session_max_days/rollback', { version })).status).toBe(400)
    expect((await ask('POST', '/session_max_days/rollback', { version: 99 })).status).toBe(404)
  })

  test('an earlier value comes back as a new version, and none is forgotten', async () => {
    for (const value of ['modern', 'composition']) await put('password_profile', value)
    const back = await ask('POST', '/password_profile/rollback', { version: 1 })
    expect(read(back).setting).toMatchObject({ value: 'modern', version: 3 })
    const { history } = read(await ask('GET', '/password_profile/history'))
    expect(history).toEqual(
      [
        [3, 'modern'],
        [2, 'composition'],
        [1, 'modern'],
      ].map(([version, value]) => ({
        ...{ version, value, updatedBy: root.id },
        updatedAt: expect.stringMatching(/Z$/),
      })),
    )
    expect(read(await ask('GET', '/refresh_grace_seconds/history')).history).toEqual([])
  })

  test('what SETTINGS fixes is listed as such and stays', async () => {
    const listed = read(await ask('GET', '', undefined, other)).settings
    const fixed = { value: 4, default: 5, editable: false }
    expect(listed?.find(({ key }) => key === 'otp_max_attempts')).toMatchObject(fixed)
    const locked = await put('otp_max_attempts', 6, other)
    expect([locked.status, locked.body.code]).toEqual([409, 'setting_locked'])
    const outOfBounds = await put('otp_max_attempts', 600, other)
    expect([outOfBounds.status, outOfBounds.body.code]).toEqual([409, 'setting_locked'])
  })

  test('of many who change what they saw exactly one does', async () => {
    const changes = Array.from({ length: 10 }, (_, n) =>
      ask(
        'PUT',
        '/audit_retention_days',
        { value: 100 + n, expectedVersion: 0 },
        n % 2 ? one : other,
      ),
    )
    const answers = await Promise.all(changes)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, body } of answers)
      if (status !== 200) expect([status, body.code]).toEqual([409, 'setting_outdated'])
    expect([...one.faults(), ...other.faults()]).toEqual([])
  })
})
