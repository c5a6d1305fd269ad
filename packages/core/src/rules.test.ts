import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  contextWords,
  defaultSettings,
  leansOnContext,
  parseDuration,
  parseEmail,
  parseName,
  parsePhone,
  passwordViolations,
  SETTINGS,
  type SettingKey,
  settingProblem,
} from './rules.ts'

describe('mail addresses', () => {
  test.each([
    ['ada@example.org', 'ada@example.org'],
    [' Ada.L+news@Example.ORG ', 'ada.l+news@example.org'],
    ['grüße@example.org', 'grüße@example.org'],
    ['gru\u0308ße@example.org', 'grüße@example.org'],
    ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
  ])('%j is one address', (input, canonical) => {
    expect(parseEmail(input)?.canonical).toBe(canonical)
  })

  test.each([
    '',
    'ada',
    'ada@localhost',
    '@example.org',
    'ada@',
    '"ada"@example.org',
    'ada@[192.0.2.1]',
    'ada@192.0.2.1',
    'a@example.org,b@example.org',
    'a@b@example.org',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org\n',
    'ada\u200b@example.org',
    '\u212Aim@example.org',
    'ada@ex\u00ADample.org',
    'ada@bücher.example',
    '.ada@example.org',
    'ada..l@example.org',
    'ada@-example.org',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a.'.repeat(125)}org`,
    'Ada <ada@example.org>',
  ])('%j is none', (input) => {
    expect(parseEmail(input)).toBeNull()
  })

  test('canonical addresses are their own canonical form', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (input) => {
        const parsed = parseEmail(input)
        if (parsed) expect(parseEmail(parsed.canonical)?.canonical).toBe(parsed.canonical)
      }),
    )
  })
})

describe('passwords', () => {
  test.each([
    ['Abcdef1!', []],
    ['Abcde1!', ['too_short']],
    ['abcdefg1!', ['no_upper']],
    ['ABCDEFG1!', ['no_lower']],
    ['Abcdefgh!', ['no_digit']],
    ['Abcdefg1', ['no_special']],
    ['Abcdefg 1', []],
    [`Aa1!${'x'.repeat(124)}`, []],
    [`Aa1!${'x'.repeat(125)}`, ['too_long']],
    ['Aa1!\u{1F600}\u{1F600}\u{1F600}', ['too_short']],
  ])('the composition profile says of %j: %j', (password, expected) => {
    expect(passwordViolations(password, 'composition', 8)).toEqual(expected)
  })

  test('the modern profile wants length and nothing else', () => {
    expect(passwordViolations('correct horse battery staple', 'modern', 8)).toEqual([])
    expect(passwordViolations('Short-but-1!', 'modern', 8)).toEqual(['too_short'])
  })

  test('the larger of profile and setting is the minimum', () => {
    expect(passwordViolations('Abcdef1!', 'composition', 12)).toEqual(['too_short'])
  })

  test('a password that is little but context is found, one that merely contains it is not', () => {
    const words = [
      'latchkey',
      ...contextWords({ emailCanonical: 'ada.lovelace@analytical.example', firstName: 'Ada' }),
    ]
    for (const bad of ['Latchkey1!', 'Lovelace-1843', 'adalovelace!', 'Analytical9!'])
      expect(leansOnContext(bad, words), bad).toBe(true)
    for (const good of ['Correct-Horse-7', 'Lovelace-Kettle-Orchid'])
      expect(leansOnContext(good, words), good).toBe(false)
  })
})

describe('names and phones', () => {
  test('names are trimmed and must be visible text', () => {
    expect(parseName('  Ada ')).toBe('Ada')
    expect(parseName('<b>Ada</b>')).toBe('<b>Ada</b>')
    for (const bad of ['', '   ', 'A\u202Eda', 'A\nda', 'x'.repeat(101)])
      expect(parseName(bad)).toBeNull()
  })

  test('phone numbers are digits with the usual marks', () => {
    expect(parsePhone('+49 (30) 123-4567')).toBe('+49 (30) 123-4567')
    for (const bad of ['', '12', 'call me', '+', '1'.repeat(21)]) expect(parsePhone(bad)).toBeNull()
  })
})

describe('settings', () => {
  test('every default is within its own bounds', () => {
    for (const [key, value] of Object.entries(defaultSettings()))
      expect(settingProblem(key as SettingKey, value), key).toBeNull()
  })

  test('values of another type or beyond the bounds are refused with a sentence', () => {
    expect(settingProblem('max_login_attempts', 2)).toContain('from 3 to 100')
    expect(settingProblem('max_login_attempts', '5')).not.toBeNull()
    expect(settingProblem('registration_enabled', 'true')).not.toBeNull()
    expect(settingProblem('password_profile', 'none')).toContain('composition')
    expect(settingProblem('jwt_access_token_expiry', '2h')).toContain('3600')
    expect(settingProblem('jwt_access_token_expiry', 900)).not.toBeNull()
  })

  test('durations have a number and a unit', () => {
    expect(['90s', '15m', '1h', '7d'].map(parseDuration)).toEqual([90, 900, 3600, 604_800])
    for (const bad of ['', '15', 'm', '0m', '-1m', '1.5h', '15 m'])
      expect(parseDuration(bad)).toBeNaN()
  })

  test('there is a definition for every key of the contract', () => {
    expect(Object.keys(SETTINGS)).toHaveLength(26)
  })
})
