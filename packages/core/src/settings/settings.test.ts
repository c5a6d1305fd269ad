import { describe, expect, test } from 'vitest'
import { coreInMemory } from '../testing/core-in-memory.ts'
import { defaultSettings, SETTINGS } from './settings.ts'
import { settingsInForce } from './settings-in-force.ts'

const KEY = 'otp_max_attempts'
const terminal = { userId: null, origin: null }

const setUp = () => {
  const core = coreInMemory()
  const admin = { userId: 'admin-1', origin: core.origin() }
  const set = (key: string, value: unknown, expected?: number) =>
    core.changeSetting({ key, value, ...(expected !== undefined && { expected }) }, admin)
  const find = async (key: string) => (await core.listSettings()).find((one) => one.key === key)
  const events = () => [...core.tables.auditEvents.values()]
  return { ...core, admin, set, find, events }
}

describe('a runtime setting', () => {
  test('has its default until somebody changes it, and then names who and when', async () => {
    const core = setUp()
    const before = await core.find(KEY)
    expect(before).toMatchObject({ value: 5, default: 5, type: 'integer', version: 0 })
    expect(before).toMatchObject({ bounds: { min: 3, max: 10 }, editable: true, updatedAt: null })
    expect((await core.set(KEY, 4)).ok).toBe(true)
    expect(await core.find(KEY)).toMatchObject({
      value: 4,
      default: 5,
      version: 1,
      updatedBy: 'admin-1',
      updatedAt: core.clock.now(),
    })
    expect(await core.listSettings()).toHaveLength(Object.keys(SETTINGS).length)
  })

  test('is not changed without an audit event of who changed it from what to what', async () => {
    const core = setUp()
    await core.set(KEY, 4)
    await core.changeSetting({ key: KEY, value: 6 }, terminal)
    const change = { action: 'sys_setting_changed', resource: 'setting', userId: null }
    expect(core.events()).toMatchObject([
      { ...change, actorId: 'admin-1', metadata: { key: KEY, version: 1, from: null, to: 4 } },
      { ...change, actorId: null, origin: null, metadata: { version: 2, from: 4, to: 6 } },
    ])
  })

  test('stays as it was when its change cannot be recorded', async () => {
    const core = setUp()
    core.stores.audit.record = () => Promise.reject(new Error('the log is full'))
    await expect(core.set(KEY, 4)).rejects.toThrow('the log is full')
    expect(await core.find(KEY)).toMatchObject({ value: 5, version: 0 })
  })

  test.each([
    ['otp_max_attempts', 0],
    ['otp_max_attempts', 11],
    ['otp_max_attempts', 3.5],
    ['otp_max_attempts', '4'],
    ['otp_max_attempts', Number.NaN],
    ['otp_max_attempts', null],
    ['max_login_attempts', 0],
    ['rate_limit_login_requests', 0],
    ['rate_limit_login_requests', 1e9],
    ['jwt_access_token_expiry', '999d'],
    ['jwt_access_token_expiry', '0s'],
    ['jwt_access_token_expiry', '15m; drop table users'],
    ['password_min_length', 1],
    ['password_profile', 'none'],
    ['registration_enabled', 'false'],
    ['registration_enabled', [true]],
    ['session_max_days', { toString: 'x' }],
    ['brand_name', ''],
    ['brand_name', ' Acme'],
    ['brand_name', 'x'.repeat(41)],
    ['brand_name', 'Acme\nBcc: x'],
    ['brand_name', 'Ac\u202eme'],
    ['brand_name', '<b>Acme</b>'],
    ['brand_name', 'See https://evil.example'],
    ['brand_name', 'www.evil.example'],
    ['brand_name', 'evil.example/login'],
    ['brand_name', 'HTTPS:evil.example'],
    ['brand_name', '=?utf-8?q?Acme?='],
    ['brand_name', 'Ac\u061cme'],
    ['brand_name', 7],
    ['brand_color', 'red'],
    ['brand_color', '#12345'],
    ['brand_color', '#123456;}'],
    ['brand_color', null],
    ['brand_logo', '../../etc/passwd'],
    ['brand_logo', 'nobody-uploaded-this'],
    ['brand_logo', false],
  ])('%s cannot become %j, and nothing is written', async (key, value) => {
    const core = coreInMemory()
    const outcome = await core.changeSetting({ key, value }, terminal)
    const reason = key === 'max_login_attempts' ? 'setting_locked' : 'setting_invalid'
    expect(outcome).toMatchObject({ ok: false, reason })
    expect(core.tables.settingVersions.size + core.tables.auditEvents.size).toBe(0)
  })

  test.each(['', 'nothing', '__proto__', 'constructor', 'toString', 'OTP_MAX_ATTEMPTS'])(
    '%j is none',
    async (key) => {
      const core = setUp()
      const unknown = { ok: false, reason: 'setting_unknown' }
      expect(await core.set(key, 5)).toEqual(unknown)
      expect(await core.rollBackSetting(key, 1, core.admin)).toEqual(unknown)
      expect(core.tables.settingVersions.size).toBe(0)
    },
  )

  test('that the environment fixes is what the environment says and cannot be changed', async () => {
    const core = setUp()
    const locked = { ok: false, reason: 'setting_locked' }
    expect(await core.set('max_login_attempts', 20)).toEqual(locked)
    const change = { key: 'max_login_attempts', value: 20, updatedBy: null, expected: null }
    await core.stores.changedSettings.change(change, core.clock.now())
    expect(await core.rollBackSetting('max_login_attempts', 1, core.admin)).toEqual(locked)
    const shown = await core.find('max_login_attempts')
    expect(shown).toMatchObject({ value: 10, editable: false, updatedBy: null, version: 0 })
    const { settings } = settingsInForce([change], { max_login_attempts: 10 })
    expect(settings.max_login_attempts).toBe(10)
  })

  test('that somebody else changed meanwhile is not overwritten unseen', async () => {
    const core = setUp()
    expect((await core.set(KEY, 4, 0)).ok).toBe(true)
    expect(await core.set(KEY, 10, 0)).toEqual({ ok: false, reason: 'setting_outdated' })
    expect(await core.find(KEY)).toMatchObject({ value: 4, version: 1 })
    expect((await core.set(KEY, 10, 1)).ok).toBe(true)
  })
})

describe('taking a change back', () => {
  test('gives the earlier value a version of its own and says so in the audit log', async () => {
    const core = setUp()
    for (const value of [4, 6]) await core.set(KEY, value)
    const back = await core.rollBackSetting(KEY, 1, core.admin)
    expect(back).toMatchObject({ ok: true, version: { value: 4, version: 3 } })
    expect(core.events().at(-1)?.metadata).toMatchObject({ from: 6, to: 4, rolledBackTo: 1 })
    const history = await core.stores.changedSettings.history(KEY)
    expect(history.map(({ value }) => value)).toEqual([4, 6, 4])
  })

  test('is refused when the value is out of the bounds of today', async () => {
    const core = setUp()
    const change = { key: KEY, value: 1000, updatedBy: null, expected: null }
    await core.stores.changedSettings.change(change, core.clock.now())
    const back = await core.rollBackSetting(KEY, 1, core.admin)
    expect(back).toMatchObject({ ok: false, reason: 'setting_invalid' })
    expect(await core.find(KEY)).toMatchObject({ value: 5 })
  })

  test.each([0, 2, -1, 1.5, Number.NaN])('version %j that never was is none', async (version) => {
    const core = setUp()
    await core.set(KEY, 4)
    const back = await core.rollBackSetting(KEY, version, core.admin)
    expect(back).toEqual({ ok: false, reason: 'version_unknown' })
  })
})

test.each([
  [KEY, 0],
  [KEY, undefined],
  ['registration_enabled', 0],
  ['jwt_access_token_expiry', '100y'],
  ['a_setting_of_tomorrow', true],
  ['__proto__', { otp_max_attempts: 1000 }],
])('%s = %j in the database counts for nothing and is reported', (key, value) => {
  const { settings, unused } = settingsInForce([{ key, value }], {})
  expect(settings).toEqual(defaultSettings())
  expect(unused).toEqual([{ key, problem: expect.stringMatching(/^(must|is no)/) }])
})
