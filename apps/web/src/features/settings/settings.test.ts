import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SETTINGS } from '@latchkey/core/rules'
import { describe, expect, test } from 'vitest'
import { findSettings } from './find-settings.ts'
import { isDangerous, SETTING_DANGERS } from './setting-dangers.ts'
import { isAllowed, readDraft } from './setting-draft.ts'
import { SETTING_GROUP_NAMES, SETTING_GROUPS } from './setting-groups.ts'
import { durationOf, partsOf, SETTING_UNITS } from './setting-units.ts'
import type { Setting } from './settings-api.ts'

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>

const textsOf = (language: string): Texts =>
  JSON.parse(readFileSync(join(import.meta.dirname, `texts.${language}.json`), 'utf8')) as Texts

const setting = (key: string, description = ''): Setting => ({
  ...{ key, description, value: 5, default: 5, type: 'integer', bounds: null },
  ...{ editable: true, version: 0, updatedBy: null, updatedAt: null },
})

describe.each(Object.entries(SETTINGS))('%s', (key, { type }) => {
  test('is in one group', () => {
    const groups: readonly (readonly string[])[] = Object.values(SETTING_GROUPS)
    expect(groups.filter((keys) => keys.includes(key))).toHaveLength(1)
  })

  test.each(['en', 'de', 'fr'])('has a name and a description (%s)', (language) => {
    const { name, about } = textsOf(language)
    expect(name?.[key]).toMatch(/\S/)
    expect(about?.[key]).toMatch(/\S/)
  })

  test('says what it counts, when it is a number', () => {
    const unit = (SETTING_UNITS as Readonly<Record<string, string>>)[key]
    expect(unit !== undefined).toBe(type === 'integer')
    if (unit) expect(textsOf('en')['unit']?.[`${unit}_other`]).toMatch(/\S/)
  })
})

test.each(['en', 'de', 'fr'])('groups, choices and dangers have their words (%s)', (language) => {
  const { group, choice, danger } = textsOf(language)
  expect(Object.keys(group ?? {})).toEqual(SETTING_GROUP_NAMES)
  expect(Object.keys(choice ?? {})).toEqual(SETTINGS.password_profile.choices)
  expect(Object.keys(danger ?? {}).slice(1)).toEqual(Object.keys(SETTING_DANGERS))
})

test('no default is dangerous', () => {
  for (const [key, { default: value }] of Object.entries(SETTINGS))
    expect([key, isDangerous(key, value, value)]).toEqual([key, false])
})

test.each([
  ['max_login_attempts', 100, 5, true],
  ['max_login_attempts', 6, 5, false],
  ['registration_enabled', false, true, true],
  ['jwt_access_token_expiry', '1h', '15m', true],
  ['jwt_access_token_expiry', '20m', '15m', false],
  ['audit_retention_days', 89, 90, true],
  ['audit_retention_days', 91, 90, false],
  ['toString', 1, 1, false],
])('%s = %j in the place of %j has a consequence: %j', (key, value, now, isOne) => {
  expect(isDangerous(key, value, now)).toBe(isOne)
})

test.each([
  ['max_login_attempts', 'integer', ' 7 ', 7, true],
  ['max_login_attempts', 'integer', '2', 2, false],
  ['max_login_attempts', 'integer', '7.5', null, false],
  ['max_login_attempts', 'integer', '1e1', null, false],
  ['max_login_attempts', 'integer', '', null, false],
  ['registration_enabled', 'boolean', 'false', false, true],
  ['jwt_access_token_expiry', 'duration', '30m', '30m', true],
  ['jwt_access_token_expiry', 'duration', 'm', 'm', false],
  ['jwt_access_token_expiry', 'duration', '2h', '2h', false],
  ['password_profile', 'choice', 'modern', 'modern', true],
  ['a_setting_of_tomorrow', 'integer', '7', 7, true],
] as const)('%s (%s): “%s” means %j', (key, type, draft, value, isOne) => {
  expect(readDraft(type, draft)).toBe(value)
  expect(isAllowed(key, readDraft(type, draft))).toBe(isOne)
})

test.each([
  [60, 1, 'm'],
  [900, 15, 'm'],
  [5400, 90, 'm'],
  [604_800, 7, 'd'],
  [61, 61, 's'],
])('%d seconds are %d%s', (seconds, count, unit) => {
  expect(durationOf(seconds)).toEqual({ count, unit })
})

test('a duration is taken apart, whatever is typed', () => {
  expect(partsOf('15m')).toEqual({ count: '15', unit: 'm' })
  expect(partsOf('h')).toEqual({ count: '', unit: 'h' })
  expect(partsOf('12')).toEqual({ count: '12', unit: 'm' })
})

test('settings are found by every word, in name, key or description', () => {
  const all = [setting('session_max_days', 'the end'), setting('otp_max_attempts', 'wrong codes')]
  const found = (search: string) =>
    findSettings(all, search, ({ description }) => description).flatMap(({ settings }) =>
      settings.map(({ key }) => key),
    )
  expect(found('')).toEqual(['otp_max_attempts', 'session_max_days'])
  expect(found('MAX wrong')).toEqual(['otp_max_attempts'])
  expect(found('nonsense')).toEqual([])
})
