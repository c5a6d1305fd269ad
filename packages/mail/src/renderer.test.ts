import type { MailTemplate, MailTemplates } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import de from './copy/de.json' with { type: 'json' }
import en from './copy/en.json' with { type: 'json' }
import { copyFor, type MailCopy, mailLanguages } from './copy.ts'
import { createRenderer } from './renderer.ts'

const everyCopy = { de, en } satisfies Record<string, MailCopy>

const values: MailTemplates = {
  verify_email: {
    link: 'https://example.org/auth/verify-email#token=t0',
    code: '012345',
    hours: 24,
  },
  account_exists: {
    loginLink: 'https://example.org/auth/login',
    resetLink: 'https://example.org/auth/forgot-password',
  },
  welcome: { firstName: 'Ada', loginLink: 'https://example.org/auth/login' },
  invitation: { link: 'https://example.org/auth/reset-password#token=t2&invited', hours: 72 },
  reset_password: { link: 'https://example.org/auth/reset-password#token=t1', minutes: 30 },
  sign_in_code: { code: '012345', minutes: 5 },
  password_changed: {
    at: '2030-01-01T12:00:00.000Z',
    resetLink: 'https://example.org/auth/forgot-password',
  },
  confirm_new_address: { code: '012345', minutes: 30 },
  address_in_use: {
    loginLink: 'https://example.org/auth/login',
    resetLink: 'https://example.org/auth/forgot-password',
  },
  address_change_requested: {
    at: '2030-01-01T12:00:00.000Z',
    resetLink: 'https://example.org/auth/forgot-password',
  },
  address_changed: { at: '2030-01-01T12:00:00.000Z' },
  account_locked: {
    at: '2030-01-01T12:00:00.000Z',
    isDisabled: false,
    minutes: 15,
    ipAddress: '2001:db8::1',
    resetLink: 'https://example.org/auth/forgot-password',
  },
  signed_in_after_failures: {
    at: '2030-01-01T12:00:00.000Z',
    failures: 4,
    ipAddress: '2001:db8::1',
    resetLink: 'https://example.org/auth/forgot-password',
  },
  new_device: {
    at: '2030-01-01T12:00:00.000Z',
    device: 'Firefox on Linux',
    ipAddress: '2001:db8::1',
    resetLink: 'https://example.org/auth/forgot-password',
  },
  account_deleted: { at: '2030-01-01T12:00:00.000Z', isOwnWish: true },
  token_reused: {
    at: '2030-01-01T12:00:00.000Z',
    ipAddress: '2001:db8::1',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    resetLink: 'https://example.org/auth/forgot-password',
  },
}
const templates = Object.keys(values) as MailTemplate[]
const render = createRenderer()
const brand = 'Latchkey'

test('every language on disk is checked against the templates', () => {
  expect(Object.keys(everyCopy).sort()).toEqual(mailLanguages())
})

describe.each(mailLanguages())('in %s', (locale) => {
  test.each(templates)('%s reads as agreed', (template) => {
    expect(render(template, values[template], { locale, brand })).toMatchSnapshot()
  })
})

test('a locale falls back to its language, then to English', () => {
  const languages = [
    'de',
    'de-AT',
    'de_CH',
    'DE-de-1996',
    'fr',
    '',
    '../../etc/passwd',
    'constructor',
  ]
  expect(languages.map((locale) => copyFor(locale).language)).toEqual([
    ...['de', 'de', 'de', 'de'],
    ...['en', 'en', 'en', 'en'],
  ])
})

test('the code stands as six digits in a row in HTML and in text', () => {
  for (const template of ['verify_email', 'sign_in_code'] as const) {
    const { html, text } = render(template, values[template], { locale: 'en', brand })
    expect(html).toContain('>012345<')
    expect(text).toMatch(/^012345$/m)
  }
})

const welcome = (firstName: string | null) =>
  render('welcome', { ...values.welcome, firstName }, { locale: 'en', brand })

test('a name of markup is shown as written and never becomes markup', () => {
  const { html, text } = welcome('<script>alert(1)</script>')
  expect(html).not.toContain('<script')
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).toContain('Welcome, <script>alert(1)</script>')
})

test('a name of template syntax is shown as written and never evaluated', () => {
  const { html, text } = welcome('{{7*7}}{% if true %}x{% endif %}{{ brand }}')
  expect(html).toContain('{{7*7}}{% if true %}x{% endif %}{{ brand }}')
  expect(text).toContain('{{7*7}}')
})

test('the owner reads whether the password is locked for a while or switched off', () => {
  const { account_locked } = values
  for (const locale of mailLanguages()) {
    const locked = render('account_locked', account_locked, { locale, brand }).text
    const off = { ...account_locked, isDisabled: true }
    const disabled = render('account_locked', off, { locale, brand }).text
    expect(locked).toMatch(/15 [Mm]inute/)
    expect(disabled).not.toMatch(/15 [Mm]inute/)
  }
})

test('a missing name leaves no gap', () => {
  expect(welcome(null).text).toMatch(/^Welcome\n/)
})

test('no value breaks out of an attribute', () => {
  const link = 'https://example.org/"onmouseover="alert(1)'
  const { html } = render('reset_password', { link, minutes: 1 }, { locale: 'en', brand })
  expect(html).not.toContain('"onmouseover')
})

test('a mail never links to anything but the web', () => {
  const link = 'javascript:alert(1)'
  const options = { locale: 'en', brand }
  expect(() => render('reset_password', { link, minutes: 1 }, options)).toThrow(/web/)
})

test('line breaks in a value add no header and no line', () => {
  const hostile = { locale: 'en', brand: 'Evil\r\nBcc: victim@example.org\u2028x' }
  for (const template of templates) {
    const { subject } = render(template, values[template], hostile)
    expect(subject).not.toMatch(/[\r\n\u2028]/)
  }
  expect(welcome('Ada\r\n\r\nYour code is 666666').text).toContain('Ada Your code is 666666')
})

test('what a stranger can choose stands in no mail to an address that is not proven', () => {
  const chosen = /firstName|lastName|username|userAgent|ipAddress/
  for (const copy of Object.values(everyCopy))
    expect(JSON.stringify([copy.verify_email, copy.account_exists, copy.sign_in_code])).not.toMatch(
      chosen,
    )
})

test('a value that a template needs and does not get is an error, not a gap', () => {
  const incomplete = { link: 'https://example.org/' } as MailTemplates['reset_password']
  expect(() => render('reset_password', incomplete, { locale: 'en', brand })).toThrow(/minutes/)
})
